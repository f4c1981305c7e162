package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.BenchCommand;
import dev.ensemble.bench.common.Findings;
import dev.ensemble.bench.common.Jvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
public final class RelayCommand extends BenchCommand {
  private static final int ROWS_MIN = 1_000;
  private static final int ROWS_MAX = 20_000_000;

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
    return compare(
        "relay",
        plan.diskBytes(),
        keep,
        Map.of(),
        (servers, screen) -> findings(new RelayBench(servers, plan, screen).run()));
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

  private static Findings findings(Results results) {
    return new Findings(
        RowsOverTime.plot(results),
        Report.table(results),
        Map.of("rounds.csv", Csv.rounds(results), "progress.csv", Csv.progress(results)),
        Promise.judge(results),
        Promise.count());
  }
}
