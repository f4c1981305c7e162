package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Narrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Fills a topic once and lets every contender consume it in turns; then times an even stream. */
final class InboxBench {

  /**
   * All consumers of a contender get their partitions at once. Who joins a group that has begun
   * waits for the others' next heartbeats, three seconds, in which the fast ones are half done by
   * one consumer alone. It is Kafka's own default, but that is three seconds; one does for threads
   * of one process.
   */
  static final Map<String, String> BROKER = Map.of("group.initial.rebalance.delay.ms", "1000");

  /**
   * So long does each consume before anything counts. After ten seconds, compilers still took a
   * fifth of the processor time of the one with the most code, and its rounds went up by a tenth
   * each.
   */
  private static final Duration WARM_AFTER = Duration.ofSeconds(20);

  /** Whoever is through a topic in a second is not sent through it twenty times. */
  private static final int WARM_UPS_MAX = 8;

  private final Servers servers;
  private final Plan plan;
  private final Narrator narrator;
  private final long nowMillis = System.currentTimeMillis();

  InboxBench(Servers servers, Plan plan, Narrator narrator) {
    this.servers = servers;
    this.plan = plan;
    this.narrator = narrator;
  }

  /**
   * Runs the whole plan, telling each measurement as it ends.
   *
   * @throws dev.ensemble.local.stack.Refusal where a contender does not do the work
   */
  Results run() throws InterruptedException {
    Databases databases = new Databases(servers, plan, nowMillis);
    try (Topics topics = new Topics(servers);
        Runs runs = new Runs(servers, plan, databases, topics)) {
      narrator.say("  sending %,d events".formatted(plan.events()));
      send(topics, databases);
      databases.prepare(runs.process(plan.contenders().getFirst()), narrator);
      Report.head(plan).forEach(narrator::say);
      warmUp(runs);
      Map<Contender, Map<Case, List<Drained>>> drained = drain(runs);
      return new Results(plan, drained, pace(runs));
    }
  }

  private void send(Topics topics, Databases databases) throws InterruptedException {
    // Fresh ones warm up, whatever is measured.
    Stream<Case> cases = Stream.concat(Stream.of(Case.FRESH), plan.cases().stream());
    List<Events> all = cases.map(databases::events).distinct().toList();
    for (Events events : all) {
      topics.make(events.topic());
      topics.fill(events);
    }
  }

  /**
   * So that every JVM has compiled what it runs before anything counts: with fresh events, and with
   * known ones, which go another way through the code.
   */
  private void warmUp(Runs runs) throws InterruptedException {
    if (plan.rounds() > 1) {
      warmUp(runs, Case.FRESH);
      for (Case known : plan.cases().stream().filter(Case::knowsAll).limit(1).toList()) {
        warmUp(runs, known);
      }
    }
  }

  private void warmUp(Runs runs, Case with) throws InterruptedException {
    Map<Contender, Duration> consumed = new EnumMap<>(Contender.class);
    for (int drain = 0; drain < WARM_UPS_MAX; drain++) {
      for (Contender contender : plan.contenders()) {
        Duration before = consumed.getOrDefault(contender, Duration.ZERO);
        if (before.compareTo(WARM_AFTER) < 0 && contender.takesPartIn(with)) {
          Drained one = runs.drain(contender, with);
          consumed.put(contender, before.plus(one.length()));
          narrator.say(Report.line("warm-up", contender, with, one));
        }
      }
    }
  }

  /** Whoever is later finds a fuller disk and a warmer machine, so they take turns in being it. */
  private Map<Contender, Map<Case, List<Drained>>> drain(Runs runs) throws InterruptedException {
    Map<Contender, Map<Case, List<Drained>>> drained = new EnumMap<>(Contender.class);
    List<Contender> order = new ArrayList<>(plan.contenders());
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Case each : plan.cases()) {
        for (Contender contender : order) {
          if (contender.takesPartIn(each)) {
            Drained one = runs.drain(contender, each);
            drained
                .computeIfAbsent(contender, first -> new EnumMap<>(Case.class))
                .computeIfAbsent(each, first -> new ArrayList<>())
                .add(one);
            narrator.say(Report.line(Integer.toString(round), contender, each, one));
          }
        }
      }
      Collections.rotate(order, 1);
    }
    return drained;
  }

  private Map<Contender, Map<Case, Latencies>> pace(Runs runs) throws InterruptedException {
    Map<Contender, Map<Case, Latencies>> latencies = new EnumMap<>(Contender.class);
    Plan.Paced paced = plan.paced();
    if (paced.length().isPositive()) {
      narrator.say("");
      narrator.say(
          "From the sending to the commit: %,d events a second for %d s"
              .formatted(paced.perSecond(), paced.length().toSeconds()));
      for (Case each : plan.pacedCases()) {
        for (Contender contender : plan.contenders()) {
          if (contender.takesPartIn(each)) {
            Latencies one = runs.pace(contender, each);
            latencies.computeIfAbsent(contender, first -> new EnumMap<>(Case.class)).put(each, one);
            narrator.say(Report.line(contender, each, one));
          }
        }
      }
    }
    return latencies;
  }
}
