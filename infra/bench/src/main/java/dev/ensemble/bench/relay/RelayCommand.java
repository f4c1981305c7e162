package dev.ensemble.bench.relay;

import dev.ensemble.bench.Bench;
import dev.ensemble.bench.common.Disk;
import dev.ensemble.bench.common.Jvm;
import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Narrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./infra/bench/run relay}. */
@Command(
    name = "relay",
    sortOptions = false,
    usageHelpWidth = 100,
    header = "This relay beside Debezium Server, a polling relay and the bare limit.",
    description = {
      "",
      "Writes a backlog of outbox rows, one transaction each, and lets every contender empty it in"
          + " turns, each a process of its own; then times single commits until a consumer has"
          + " them. By default it takes about a quarter of an hour.",
      ""
    })
public final class RelayCommand implements Callable<Integer> {
  private static final int ROWS_MIN = 1_000;
  private static final int ROWS_MAX = 20_000_000;
  private static final int ROUNDS_MAX = 100;
  private static final int SECONDS_MAX = 600;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Rows of the backlog (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each contender empties it, in changing order (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--contenders",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "relay,relay-transactional,debezium-server,limit,polling",
      description = "Who takes part (default: ${DEFAULT-VALUE}).")
  private List<Contender> contenders = List.of();

  @Option(
      names = "--aot",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "relay,relay-transactional",
      description =
          "Whose JVM starts from an AOT cache, made by a training run before; only with Java 25 or"
              + " newer (default: ${DEFAULT-VALUE}).")
  private List<Contender> trained = List.of();

  @Option(names = "--no-aot", description = "Nobody's JVM does.")
  private boolean untrained;

  @Option(
      names = "--gc",
      paramLabel = "NAME",
      defaultValue = "parallel",
      description =
          "Collector of every contender's JVM: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Jvm.Collector collector = Jvm.Collector.PARALLEL;

  @Option(
      names = "--latency-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long single commits are timed; 0: not at all (default: ${DEFAULT-VALUE}).")
  private int latencySeconds;

  @Option(names = "--keep", description = "Keep databases and topics for a look at them.")
  private boolean keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = plan();
    Path house = Path.of(System.getProperty("ensemble.house", "")).toAbsolutePath();
    Path data = house.resolve("infra/bench/target/relay");
    Disk.require(data, plan.diskBytes());
    Narrator screen = System.out::println;
    try {
      Results results;
      try (Servers system = Servers.start(house, data, screen)) {
        results = new RelayBench(system, plan, screen).run();
      }
      return tell(results, house.resolve("infra/bench/target/relay-results"), screen);
    } finally {
      if (!keep) {
        Disk.giveBack(data);
      }
    }
  }

  private Plan plan() {
    requireWithin("--rows", rows, ROWS_MIN, ROWS_MAX);
    requireWithin("--rounds", rounds, 1, ROUNDS_MAX);
    requireWithin("--latency-seconds", latencySeconds, 0, SECONDS_MAX);
    return new Plan(
        rows,
        rounds,
        contenders.stream().distinct().toList(),
        untrained || !AotCache.possible() ? List.of() : trained,
        new Jvm(collector),
        SingleCommits.warm(Duration.ofSeconds(latencySeconds)));
  }

  /** Writes down what was measured; the exit code says whether what is promised holds. */
  private static int tell(Results results, Path folder, Narrator screen) {
    Csv.write(folder, results);
    try {
      Files.writeString(folder.resolve("relay.svg"), RowsOverTime.plot(results));
      Files.write(folder.resolve("table.md"), Report.table(results));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results", e);
    }
    screen.say("");
    Report.table(results).forEach(screen::say);
    screen.say("");
    List<Promise.Outcome> outcomes = Promise.judge(results);
    outcomes.forEach(outcome -> screen.say(outcome.line()));
    screen.say("Table, plot and single measurements are in " + folder);
    if (outcomes.isEmpty()) {
      return Bench.NOT_JUDGED;
    }
    return outcomes.stream().allMatch(Promise.Outcome::held) ? 0 : 1;
  }

  private void requireWithin(String option, int value, int min, int max) {
    if ((value < min || value > max) && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "%s must be between %d and %d".formatted(option, min, max));
    }
  }
}
