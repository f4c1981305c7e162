package dev.ensemble.bench.inbox;

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
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
          + " some twenty minutes.",
      ""
    })
public final class InboxCommand implements Callable<Integer> {
  private static final int EVENTS_MIN = 1_000;
  private static final int EVENTS_MAX = 5_000_000;
  private static final int ROUNDS_MAX = 100;
  private static final int IDS_MAX = 200_000_000;
  private static final int SECONDS_MAX = 600;
  private static final int USUAL_IDS = 10_000;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  @Spec private @Nullable CommandSpec spec;

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
          "How often each contender consumes them, in changing order; with more than one, after a"
              + " run to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--contenders",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "inbox,inbox-sets,listener,limit",
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
          "Consumers of a contender (default: inbox=2, inbox-sets=2, listener=6, limit=2).")
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
      defaultValue = "15",
      description = "How long the stream is timed; 0: not at all (default: ${DEFAULT-VALUE}).")
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
    Path house = Path.of(System.getProperty("ensemble.house", "")).toAbsolutePath();
    Path data = house.resolve("infra/bench/target/inbox");
    Disk.require(data, plan.diskBytes());
    Narrator screen = System.out::println;
    try {
      Results results;
      try (Servers servers = Servers.start(house, data, screen)) {
        results = new InboxBench(servers, plan, screen).run();
      }
      return tell(results, house.resolve("infra/bench/target/inbox-results"), screen);
    } finally {
      if (!keep) {
        Disk.giveBack(data);
      }
    }
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
    return new Plan(
        events,
        rounds,
        contenders.stream().distinct().toList(),
        cases.stream().distinct().toList(),
        new Plan.Memory(USUAL_IDS, remembered),
        Duration.ofSeconds(drainSeconds),
        new Plan.Consumers(threads, pollRecords),
        new Plan.Paced(pace, SETTLING, Duration.ofSeconds(latencySeconds)),
        new Jvm(collector));
  }

  /** Writes down what was measured; the exit code says whether what is promised holds. */
  private static int tell(Results results, Path folder, Narrator screen) {
    Csv.write(folder, results);
    try {
      Files.writeString(folder.resolve("inbox.svg"), EventsOverTime.plot(results));
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
    screen.say("%d of %d promises were judged".formatted(outcomes.size(), Promise.count()));
    return exitCode(outcomes);
  }

  /** What was not judged does not hold for that. */
  static int exitCode(List<Promise.Outcome> outcomes) {
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
