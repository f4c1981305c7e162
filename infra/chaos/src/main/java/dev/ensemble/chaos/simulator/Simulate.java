package dev.ensemble.chaos.simulator;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind {@code ./infra/chaos/simulate}. */
@Command(
    name = "./infra/chaos/simulate",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "",
      "Runs the three services' own use cases over databases, relays, topics and inboxes in memory,"
          + " and checks what must hold: first in every interleaving of one order of each kind, with"
          + " one duplicate and one crash; then in many orders at random, until the time is up.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything holds",
      "1:something does not hold, or what must have happened has not; the story says what",
      "2:the options make no sense",
      "3:it did not start"
    })
public final class Simulate implements Callable<Integer> {
  private static final int ORDERS_MAX = 1_000_000_000;
  private static final int SECONDS_MAX = 24 * 60 * 60;
  private static final int SECONDS_USUAL = 10;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--exhaustive",
      description = "Every interleaving of one order, and no orders at random.")
  boolean exhaustive;

  @Option(names = "--orders", paramLabel = "N", description = "N orders at random, and no search.")
  @Nullable Integer orders;

  @Option(
      names = "--seconds",
      paramLabel = "T",
      description = "Orders at random for T seconds, and no search.")
  @Nullable Integer seconds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Choose another series of orders and faults (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--mutation",
      paramLabel = "NAME",
      defaultValue = "NONE",
      description = "Take one defence away, to see it noticed: ${COMPLETION-CANDIDATES}.")
  Mutation mutation = Mutation.NONE;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private Simulate() {}

  /** Ends the process with one of the exit codes. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Simulate()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() {
    CommandLine line = line();
    requireWithin(line, "--orders", orders, ORDERS_MAX);
    requireWithin(line, "--seconds", seconds, SECONDS_MAX);
    boolean isRandom = orders != null || seconds != null;
    if (exhaustive && isRandom) {
      throw new ParameterException(
          line, "--exhaustive needs neither --orders nor --seconds: it ends by itself");
    }
    PrintWriter screen = line.getOut();
    boolean holds = isRandom || new ExhaustiveReport(mutation, screen).run();
    if (holds && !exhaustive) {
      long ordersMax = orders == null ? Long.MAX_VALUE : orders;
      Duration timeMax = Duration.ofSeconds(seconds == null ? usualSeconds() : seconds);
      holds = new RandomReport(mutation, screen).run(seed, ordersMax, timeMax);
    }
    screen.flush();
    return holds ? 0 : 1;
  }

  /** Who names a number of orders waits for all of them. */
  private int usualSeconds() {
    return orders == null ? SECONDS_USUAL : SECONDS_MAX;
  }

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("a command line runs this");
    }
    return spec.commandLine();
  }

  private static void requireWithin(
      CommandLine line, String option, @Nullable Integer value, int max) {
    if (value != null && (value < 1 || value > max)) {
      throw new ParameterException(line, "%s must be between 1 and %d".formatted(option, max));
    }
  }
}
