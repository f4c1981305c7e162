package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.fault.Planned;
import dev.ensemble.chaos.fault.Schedule;
import dev.ensemble.chaos.mutation.Mutation;
import dev.ensemble.chaos.report.Report;
import dev.ensemble.chaos.system.Delivery;
import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import dev.ensemble.local.stack.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command behind {@code ./infra/chaos/run}. */
@Command(
    name = "./infra/chaos/run",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "",
      "Starts three brokers, PostgreSQL, two processes of each service and two relays, plays"
          + " customers, and meanwhile kills, freezes, cuts and repeats as the seed says. Then"
          + " everything is healed, and a checker judges by the history, the databases and the"
          + " topics.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every invariant holds, and enough went wrong to say so",
      "1:an invariant is violated; the story of it is told",
      "2:the options make no sense",
      "3:it did not start; one sentence says why",
      "4:something unexpected; run.log in the run's folder has it",
      "5:every invariant holds, but too little went wrong: no proof"
    })
public final class Run implements Runnable {
  private static final int MINUTES_MAX = 24 * 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "2",
      description = "For how long things go wrong (default: ${DEFAULT-VALUE}).")
  double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Which orders and which faults (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "15",
      description = "Customers a second (default: ${DEFAULT-VALUE}).")
  double rate;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "2",
      description = "Faults at a time, 1 to 5 (default: ${DEFAULT-VALUE}).")
  int atOnce;

  @Option(
      names = "--faults",
      paramLabel = "KIND",
      split = ",",
      description = "Only these kinds: ${COMPLETION-CANDIDATES}")
  @Nullable List<FaultKind> kinds;

  @Option(
      names = "--delivery",
      paramLabel = "MODE",
      defaultValue = "transactional",
      converter = Deliveries.class,
      description =
          "How the relays publish: transactional or at-least-once (default: ${DEFAULT-VALUE}).")
  Delivery delivery = Delivery.TRANSACTIONAL;

  @Option(
      names = "--orders-least",
      paramLabel = "N",
      defaultValue = "1",
      description = "A run of fewer orders is no proof (default: ${DEFAULT-VALUE}).")
  long ordersLeast;

  @Option(
      names = "--mutation",
      paramLabel = "NAME",
      description =
          "Take a defence out of the programs, which must be noticed: ${COMPLETION-CANDIDATES}")
  @Nullable Mutation mutation;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where the history, the report and the data go (default: infra/chaos/target/run).")
  @Nullable Path folder;

  @Option(names = "--record", description = "Add a row to the page of results in the source tree.")
  boolean record;

  @Option(names = "--plan", description = "Only show what would go wrong, and when.")
  boolean planOnly;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private final Path house;
  private final Screen screen = new Screen(System.out);
  private int exitCode = ExitCode.HOLDS;

  Run(Path house) {
    this.house = house;
  }

  /** The script tells by the property {@code ensemble.house} where the source tree is. */
  public static void main(String[] args) {
    Run run = new Run(Path.of(System.getProperty("ensemble.house", "")).toAbsolutePath());
    int usage = commandLine(run).execute(args);
    System.exit(usage == CommandLine.ExitCode.OK ? run.exitCode : usage);
  }

  static CommandLine commandLine(Run run) {
    return new CommandLine(run)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure));
  }

  /** In a sentence where it is a refusal; else the log has it. The answer is the exit code. */
  static int explain(Exception failure) {
    if (failure instanceof Refusal) {
      System.err.println(failure.getMessage());
      return ExitCode.REFUSED;
    }
    LoggerFactory.getLogger(Run.class).error("something unexpected", failure);
    System.err.println("something unexpected (the log has it): " + failure);
    return ExitCode.UNEXPECTED;
  }

  @Override
  public void run() {
    Path where =
        (folder == null ? house.resolve("infra/chaos/target/run") : folder).toAbsolutePath();
    System.setProperty("ensemble.log", where.resolve("run.log").toString());
    Terms terms = terms(where);
    if (planOnly) {
      Schedule.of(seed, terms.length(), atOnce, terms.kinds()).stream()
          .map(Planned::line)
          .forEach(System.out::println);
      return;
    }
    try {
      if (record) {
        Circumstances.requireCommitted(house);
      }
      Judgement judgement = new Trial(terms, screen).hold();
      screen.verdict(judgement);
      Report.of(where, judgement).write();
      System.out.println("The report: " + where.resolve(Report.FILE));
      if (record) {
        Report.of(where, judgement).record(house.resolve("infra/chaos/results/README.md"));
      }
      exitCode = ExitCode.of(judgement);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      exitCode = ExitCode.UNEXPECTED;
    }
  }

  private Terms terms(Path where) {
    boolean tells = minutes > 0 && minutes <= MINUTES_MAX && rate > 0 && ordersLeast >= 0;
    if (!tells || atOnce < 1 || atOnce > 5) {
      throw new ParameterException(
          commandLine(this),
          "--minutes must be above 0 and at most %d, --rate above 0, --at-once from 1 to 5, --orders-least no less than 0"
              .formatted(MINUTES_MAX));
    }
    requirePossible();
    return new Terms(
        house,
        where,
        seed,
        Duration.ofMillis((long) (minutes * 60_000)),
        rate,
        atOnce,
        kinds == null ? FaultKind.here() : kinds,
        delivery,
        ordersLeast,
        mutation == null ? Mutants.NONE : mutation.mutants(house, where.resolve("mutants")),
        mutation == null ? "" : mutation.word());
  }

  private void requirePossible() {
    List<FaultKind> impossible =
        kinds == null ? List.of() : kinds.stream().filter(kind -> !kind.isPossible()).toList();
    if (!impossible.isEmpty()) {
      throw new Refusal(
          "%s: only as root on Linux, where ./infra/chaos/run may mount a disk for itself"
              .formatted(impossible));
    }
  }
}
