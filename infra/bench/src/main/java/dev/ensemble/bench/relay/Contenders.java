package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Narrator;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How each contender is started, and with which JVM. */
final class Contenders {
  /** Enough for its JVM to see what is worth compiling. */
  private static final int TRAINING_ROWS_MAX = 200_000;

  private final Servers system;
  private final Plan plan;
  private final Map<Contender, AotCache> caches = new EnumMap<>(Contender.class);

  Contenders(Servers system, Plan plan) {
    this.system = system;
    this.plan = plan;
  }

  /** Makes the cache of each contender that is to have one, by a run on part of the backlog. */
  void train(Backlog backlog, Narrator narrator) throws InterruptedException {
    for (Contender contender : plan.contenders()) {
      if (plan.trained().contains(contender)) {
        long began = System.nanoTime();
        AotCache cache = new AotCache(system.data().resolve("programs"), contender);
        try (Stage stage = Stage.before(contender, backlog, system);
            TopicWatch watch = new TopicWatch(system.bootstrapServers())) {
          try (RunningContender running = run(stage, cache.training(plan.jvm().options()))) {
            watch.untilAtLeast(Math.min(plan.rows(), TRAINING_ROWS_MAX), running);
          }
        }
        cache.requireMade();
        caches.put(contender, cache);
        narrator.say(
            "  AOT cache of %s made in %d s"
                .formatted(contender, (System.nanoTime() - began) / 1_000_000_000));
      }
    }
  }

  RunningContender run(Stage stage) {
    List<String> jvm = plan.jvm().options();
    AotCache cache = caches.get(stage.contender());
    return run(stage, cache == null ? jvm : cache.with(jvm));
  }

  private RunningContender run(Stage stage, List<String> jvm) {
    Contender contender = stage.contender();
    Path log = system.data().resolve("logs").resolve(contender.word() + ".log");
    return new RunningContender(contender.word(), start(stage), jvm, log);
  }

  private Start start(Stage stage) {
    return switch (stage.contender()) {
      case RELAY -> RelayJar.start(system, false, stage.slot());
      case RELAY_TRANSACTIONAL -> RelayJar.start(system, true, stage.slot());
      case DEBEZIUM_SERVER -> DebeziumServer.start(system, stage);
      case LIMIT -> OurPrograms.limit(system, stage);
      case POLLING -> OurPrograms.polling(system, stage);
    };
  }
}
