package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.BenchCommand;
import dev.ensemble.bench.common.Findings;
import dev.ensemble.bench.common.Jvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./infra/bench/run inbox}. */
@Command(
    name = "inbox",
    sortOptions = false,
    usageHelpWidth = 100,
    header = "This inbox beside a transactional listener and batches without memory.",
    description = {
      "",
      "Fills a topic once and lets every contender consume it in turns, each in a JVM of its own"
          + " with a database of its own: with fresh events, with repeated ones, and with many ids"
          + " remembered. Then times an even stream of events. By default it takes"
          + " half an hour.",
      ""
    })
public final class InboxCommand extends BenchCommand {
  private static final int EVENTS_MIN = 1_000;
  private static final int EVENTS_MAX = 5_000_000;
  private static final int IDS_MAX = 200_000_000;
  private static final int USUAL_IDS = 10_000;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Events on the topic (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each contender consumes them, in changing order; with more than one, after"
              + " some to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--contenders",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "inbox,inbox-sets,listener,listener-polls,limit",
      description = "Who takes part (default: ${DEFAULT-VALUE}).")
  private List<Contender> contenders = List.of();

  @Option(
      names = "--cases",
      paramLabel = "NAME",
      split = ",",
      defaultValue =
          "fresh,tenth-repeated,all-repeated,long-memory,tenth-repeated-long-memory,all-repeated-long-memory",
      description = "What is measured (default: ${DEFAULT-VALUE}).")
  private List<Case> cases = List.of();

  @Option(
      names = "--remembered",
      paramLabel = "N",
      defaultValue = "10000000",
      description =
          "Ids remembered besides the repeated ones with a long memory; otherwise it is 10,000"
              + " (default: ${DEFAULT-VALUE}).")
  private int remembered;

  @Option(
      names = "--threads",
      paramLabel = "NAME=N",
      split = ",",
      description =
          "Consumers of a contender (default: inbox=2, inbox-sets=2, listener=6, listener-polls=6,"
              + " limit=2).")
  private Map<Contender, Integer> threads = Map.of();

  @Option(
      names = "--poll-records",
      paramLabel = "N",
      defaultValue = "500",
      description = "Records a poll at most (default: ${DEFAULT-VALUE}).")
  private int pollRecords;

  @Option(
      names = "--drain-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "A drain ends after this time, at the end of the topic or before (default:"
              + " ${DEFAULT-VALUE}).")
  private int drainSeconds;

  @Option(
      names = "--pace",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events a second of the even stream (default: ${DEFAULT-VALUE}).")
  private int pace;

  @Option(
      names = "--latency-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How long the stream is timed in each case; 0: not at all (default: ${DEFAULT-VALUE}).")
  private int latencySeconds;

  @Option(
      names = "--gc",
      paramLabel = "NAME",
      defaultValue = "parallel",
      description =
          "Collector of every contender's JVM: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Jvm.Collector collector = Jvm.Collector.PARALLEL;

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
        "inbox",
        plan.diskBytes(),
        keep,
        InboxBench.BROKER,
        (servers, screen) -> findings(new InboxBench(servers, plan, screen).run()));
  }

  private Plan plan() {
    requireWithin("--events", events, EVENTS_MIN, EVENTS_MAX);
    requireWithin("--rounds", rounds, 1, ROUNDS_MAX);
    requireWithin("--remembered", remembered, 1, IDS_MAX);
    threads.values().forEach(each -> requireWithin("--threads", each, 1, Plan.PARTITIONS));
    requireWithin("--poll-records", pollRecords, 1, 5_000);
    requireWithin("--drain-seconds", drainSeconds, 1, SECONDS_MAX);
    requireWithin("--pace", pace, 1, 100_000);
    requireWithin("--latency-seconds", latencySeconds, 0, SECONDS_MAX);
    Plan.Paced paced = new Plan.Paced(pace, SETTLING, Duration.ofSeconds(latencySeconds));
    if (latencySeconds > 0 && cases.stream().anyMatch(Case::repeatsSome)) {
      // What is repeated in it must be remembered, as the topic's events are.
      requireWithin(
          "--pace for " + paced.all().toSeconds() + " s",
          (int) Math.min(Integer.MAX_VALUE, paced.allCount()),
          0,
          events);
    }
    return new Plan(
        events,
        rounds,
        contenders.stream().distinct().toList(),
        cases.stream().distinct().toList(),
        new Plan.Memory(USUAL_IDS, remembered),
        Duration.ofSeconds(drainSeconds),
        new Plan.Consumers(threads, pollRecords),
        paced,
        new Jvm(collector));
  }

  private static Findings findings(Results results) {
    return new Findings(
        EventsOverTime.plot(results),
        Stream.of(Report.table(results), List.of(""), Report.tableOfCases(results))
            .flatMap(List::stream)
            .toList(),
        Map.of("rounds.csv", Csv.rounds(results)),
        Promise.judge(results),
        Promise.count());
  }
}
