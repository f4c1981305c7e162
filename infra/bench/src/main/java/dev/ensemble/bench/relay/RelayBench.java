package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Narrator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes the backlog once, lets every contender empty it in turns, then times single commits. */
final class RelayBench {
  private final Servers system;
  private final Plan plan;
  private final Narrator narrator;
  private final Backlog backlog;
  private final Contenders contenders;

  RelayBench(Servers system, Plan plan, Narrator narrator) {
    this.system = system;
    this.plan = plan;
    this.narrator = narrator;
    this.backlog = new Backlog(system);
    this.contenders = new Contenders(system, plan);
  }

  /**
   * Runs the whole plan, telling each measurement as it ends.
   *
   * @throws dev.ensemble.local.stack.Refusal where a contender does not do the work
   */
  Results run() throws InterruptedException {
    narrator.say("  writing %,d rows, each in a transaction of its own".formatted(plan.rows()));
    backlog.write(plan.rows());
    contenders.train(backlog, narrator);
    Report.head(plan).forEach(narrator::say);
    Map<Contender, List<Drained>> drained = drain();
    Map<Contender, Latencies> latencies = latencies();
    return new Results(
        plan,
        plan.contenders().stream()
            .map(one -> new Result(one, drained.getOrDefault(one, List.of()), latencies.get(one)))
            .toList());
  }

  /** Whoever is later finds a fuller disk and a warmer cache, so they take turns in being it. */
  private Map<Contender, List<Drained>> drain() throws InterruptedException {
    Map<Contender, List<Drained>> drained = new EnumMap<>(Contender.class);
    Drain drain = new Drain(system, backlog, contenders, plan.rows());
    List<Contender> order = new ArrayList<>(plan.contenders());
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Contender contender : order) {
        Drained one = drain.run(contender);
        drained.computeIfAbsent(contender, first -> new ArrayList<>()).add(one);
        narrator.say(Report.line(round, contender, one));
      }
      Collections.rotate(order, 1);
    }
    return drained;
  }

  private Map<Contender, Latencies> latencies() throws InterruptedException {
    Map<Contender, Latencies> latencies = new EnumMap<>(Contender.class);
    SingleCommits singles = plan.singles();
    if (singles.length().isPositive()) {
      narrator.say("");
      narrator.say(
          "From commit to poll: %d commits a second for %d s, after %,d rows to warm up"
              .formatted(
                  SingleCommits.PER_SECOND, singles.length().toSeconds(), singles.warmUpRows()));
      LatencyRun run = new LatencyRun(system, backlog, contenders, plan);
      for (Contender contender : plan.contenders()) {
        Latencies one = run.run(contender);
        latencies.put(contender, one);
        narrator.say(Report.line(contender, one));
      }
    }
    return latencies;
  }
}
