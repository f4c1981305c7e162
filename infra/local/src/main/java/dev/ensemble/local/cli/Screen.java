package dev.ensemble.local.cli;

import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Seconds;
import java.io.PrintStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person sees: lines, one at a time, that fit 100 columns. */
final class Screen implements Narrator {
  private final PrintStream out;
  private final boolean colour;
  private boolean quiet;

  Screen(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  @Override
  public synchronized void say(String line) {
    if (!quiet) {
      out.println(line);
      out.flush();
    }
  }

  void title(String line) {
    say("");
    say(paint(Colour.BOLD, line));
  }

  String paint(Colour which, String text) {
    return which.on(text, colour);
  }

  /** Nothing more is said by anyone but the one who says goodbye. */
  synchronized void lastWords(String line) {
    quiet = false;
    say(line);
  }

  /** One line for one order, as it ends. */
  void order(Outcome outcome) {
    Kind kind = outcome.seen();
    String line =
        "%s %-6s %-13s %-50s %-12s %6s"
            .formatted(
                shortId(outcome),
                outcome.plan().customer(),
                items(outcome.plan()),
                outcome.way(),
                kind == null ? "not ended" : kind.reason(),
                Seconds.of(outcome.took()));
    say(paint(colourOf(outcome, kind), line.stripTrailing()));
  }

  private static Colour colourOf(Outcome outcome, @Nullable Kind kind) {
    if (kind == null) {
      return Colour.RED;
    }
    return outcome.order().status().equals("COMPLETED") ? Colour.GREEN : Colour.YELLOW;
  }

  /** The end of the id: its beginning is the time, and alike for all orders of a minute. */
  private static String shortId(Outcome outcome) {
    String id = outcome.order().orderId().toString();
    return id.substring(id.length() - 8);
  }

  private static String items(Plan plan) {
    return plan.lines().stream()
        .map(line -> line.quantity() + "×" + line.sku())
        .collect(Collectors.joining(" "));
  }
}
