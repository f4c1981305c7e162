package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.common.Used;
import dev.ensemble.bench.inbox.contenders.Tally;
import dev.ensemble.bench.inbox.contenders.Task;
import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Single runs, each on a database of its own, and what is to be seen there afterwards. */
final class Runs implements AutoCloseable {
  private final Servers servers;
  private final Plan plan;
  private final Databases databases;
  private final Topics topics;
  private final Map<Contender, ContenderProcess> processes = new EnumMap<>(Contender.class);
  private int paced;

  Runs(Servers servers, Plan plan, Databases databases, Topics topics) {
    this.servers = servers;
    this.plan = plan;
    this.databases = databases;
    this.topics = topics;
  }

  ContenderProcess process(Contender contender) {
    return processes.computeIfAbsent(
        contender,
        one ->
            new ContenderProcess(
                one.word(),
                settings(one),
                plan.jvm(),
                servers.data().resolve("logs").resolve(one.word() + ".log")));
  }

  private Task.Settings settings(Contender contender) {
    return new Task.Settings(
        servers.bootstrapServers(),
        Servers.APPLICATION,
        servers.password(Servers.APPLICATION),
        Servers.OWNER,
        servers.password(Servers.OWNER),
        plan.consumers().threads(contender),
        plan.consumers().pollRecordsMax());
  }

  /**
   * Lets it consume the topic.
   *
   * @throws Refusal where the database does not show what it says to have done
   */
  Drained drain(Contender contender, Case one) throws InterruptedException {
    databases.makeFor(contender, one);
    topics.forgetGroup();
    Events events = databases.events(one);
    Task task = task(contender, events.topic(), events, plan.drainTimeMax(), -1);
    Followed followed = new Followed(servers);
    process(contender).consume(task, followed::hear);
    new Work(contender, one, events)
        .require(followed.said(topics.committed()), databases.found(contender, one));
    return followed.drained();
  }

  /** Lets it consume an even stream. What is timed has an effect. */
  Latencies pace(Contender contender, Case one) throws InterruptedException {
    databases.makeFor(contender, one);
    topics.forgetGroup();
    Plan.Paced pace = plan.paced();
    Events events = databases.events(one, pace.allCount());
    String topic = events.topic() + "-paced-" + ++paced;
    topics.make(topic);
    Duration most = pace.all().multipliedBy(2);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> topics.pace(topic, events, pace.perSecond()));
    List<String> answers = new ArrayList<>();
    process(contender)
        .consume(task(contender, topic, events, most, pace.settlingCount()), answers::add);
    sending.join();
    Latencies latencies = Latencies.of(answers.getLast());
    long fresh = events.freshFrom(pace.settlingCount());
    if (latencies.count() != fresh) {
      throw new Refusal(
          "%s has timed %d of %d events".formatted(contender, latencies.count(), fresh));
    }
    return latencies;
  }

  private Task task(
      Contender contender, String topic, Events events, Duration most, long timedFrom) {
    return new Task(
        servers.jdbcUrl(),
        topic,
        events.count(),
        events.count() - events.repeated().count(),
        most.toMillis(),
        timedFrom,
        settings(contender));
  }

  /** What a process tells while it consumes. */
  private static final class Followed {
    private final Servers servers;
    private final List<Drained.Point> points = new ArrayList<>();
    private Used begun;
    private Duration database = Duration.ZERO;
    private Tally tally = new Tally(0, 0, 0);
    private boolean whole;

    Followed(Servers servers) {
      this.servers = servers;
      this.begun = servers.databaseUsed();
    }

    void hear(String answer) {
      if (answer.startsWith("point ")) {
        if (points.isEmpty()) {
          begun = servers.databaseUsed();
        }
        points.add(Drained.Point.of(answer));
      } else if (answer.equals("last")) {
        database = servers.databaseUsed().since(begun);
      } else {
        String[] words = answer.split(" ", -1);
        whole = Boolean.parseBoolean(words[1]);
        tally =
            new Tally(Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
      }
    }

    Work.Said said(long committed) {
      return new Work.Said(tally, whole, committed);
    }

    Drained drained() {
      return new Drained(points, database);
    }
  }

  @Override
  public void close() {
    processes.values().forEach(ContenderProcess::close);
  }
}
