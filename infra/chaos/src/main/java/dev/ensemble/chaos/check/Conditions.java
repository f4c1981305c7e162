package dev.ensemble.chaos.check;

import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.history.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a run was held on, from the first line of its history. */
public final class Conditions {
  public static final Conditions NONE = new Conditions(null);

  private final @Nullable Line run;

  /**
   * @param run the line; null where there is none
   */
  public Conditions(@Nullable Line run) {
    this.run = run;
  }

  private String text(String name) {
    return run == null ? "" : run.text(name);
  }

  private long number(String name) {
    return run == null ? 0 : run.number(name);
  }

  private List<String> texts(String name) {
    return run == null
        ? List.of()
        : run.details().path(name).valueStream().map(JsonNode::asString).toList();
  }

  public long atMillis() {
    return run == null ? 0 : run.atMillis();
  }

  private Instant at() {
    return Instant.ofEpochMilli(atMillis()).truncatedTo(ChronoUnit.SECONDS);
  }

  public String date() {
    return at().atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  public String commit() {
    return text("commit");
  }

  /** Whether what ran is what the commit holds. */
  public boolean isCommitted() {
    return !commit().isEmpty() && !commit().endsWith("-dirty") && !commit().equals("unknown");
  }

  public long seed() {
    return number("seed");
  }

  public Duration length() {
    return Duration.ofMillis(number("length-millis"));
  }

  /** As it was given: {@code 15}, {@code 0.5}. */
  public String rate() {
    JsonNode rate = run == null ? null : run.details().path("orders-per-second");
    return rate == null || rate.isMissingNode() ? "" : plain(rate.asDouble());
  }

  public long lanes() {
    return number("faults-at-once");
  }

  public String delivery() {
    return text("delivery").isEmpty() ? "transactional" : text("delivery");
  }

  public String mutation() {
    return text("mutation");
  }

  /** In a sentence. */
  public String words() {
    return """
        %s, seed %d, %s of faults, %s orders a second, %d faults at once, %s delivery, commit %s, \
        Java %s, %s, %d processors%s"""
        .formatted(
            at(),
            seed(),
            length(),
            rate(),
            lanes(),
            delivery(),
            commit(),
            text("java"),
            text("system"),
            number("processors"),
            mutation().isEmpty() ? "" : ", mutation " + mutation());
  }

  /** What repeats the plan of orders and faults; what comes of them is up to the machine. */
  public String command() {
    StringBuilder command = new StringBuilder("./infra/chaos/run --seed " + seed());
    command.append(" --minutes ").append(plain(length().toMillis() / 60_000.0));
    command.append(" --rate ").append(rate()).append(" --at-once ").append(lanes());
    List<String> kinds = texts("kinds");
    int all = FaultKind.values().length - texts("not-possible-here").size();
    if (!kinds.isEmpty() && kinds.size() != all) {
      command
          .append(" --faults ")
          .append(kinds.stream().map(Conditions::name).collect(Collectors.joining(",")));
    }
    if (!text("delivery").isEmpty()) {
      command.append(" --delivery ").append(text("delivery"));
    }
    if (!mutation().isEmpty()) {
      command.append(" --mutation ").append(name(mutation()));
    }
    return command.toString();
  }

  private static String name(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Without a fraction of zero. */
  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.valueOf(number);
  }
}
