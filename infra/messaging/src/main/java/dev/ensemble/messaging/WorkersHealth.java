package dev.ensemble.messaging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a worker of the application has got nothing done for too long. It says nothing of the
 * consumers, which are the inbox's health.
 */
final class WorkersHealth extends AbstractHealthIndicator {

  /**
   * Longer than a database takes to be started again or to hand over, so that nobody is woken for
   * what passes by itself; much shorter than the days for which partitions are made ahead.
   */
  static final Duration FAILING_TIME_MAX = Duration.ofMinutes(1);

  private final List<WorkerLoop> loops;

  WorkersHealth(List<WorkerLoop> loops) {
    super("the workers' health could not be told");
    this.loops = List.copyOf(loops);
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Map<String, String> failing = new LinkedHashMap<>();
    for (WorkerLoop loop : loops) {
      loop.troubleSince(FAILING_TIME_MAX).ifPresent(why -> failing.put(loop.name(), why));
    }
    builder.up().withDetail("workers", loops.stream().map(WorkerLoop::name).toList());
    if (!failing.isEmpty()) {
      builder.down().withDetail("failing", failing);
    }
  }
}
