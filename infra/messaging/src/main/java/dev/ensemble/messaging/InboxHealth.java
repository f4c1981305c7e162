package dev.ensemble.messaging;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a partition stands, while it or everything waits for an outage to end, or while a
 * topic is missing; UNKNOWN where the inbox does not run. What is parked is told and is no reason
 * to be DOWN: everything else flows, and no restart would mend it.
 */
final class InboxHealth extends AbstractHealthIndicator {
  private final InboxWorkers workers;
  private final ParkedCounts parked;

  InboxHealth(InboxWorkers workers, ParkedCounts parked) {
    super("the inbox's health could not be told");
    this.workers = workers;
    this.parked = parked;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    List<InboxState> states = workers.states();
    if (states.stream().noneMatch(InboxState::isRunning)) {
      builder.unknown().withDetail("inbox", "does not run");
      return;
    }
    builder.up();
    parked
        .now()
        .filter(counts -> counts.events() > 0)
        .ifPresent(counts -> builder.withDetail("parked", counts));
    tell(builder, "stopped", states.stream().flatMap(state -> state.stopped().stream()));
    tell(builder, "waitsFor", states.stream().flatMap(state -> state.waitsFor().stream()));
    tell(
        builder, "missingTopics", states.stream().flatMap(state -> state.missingTopics().stream()));
  }

  private static void tell(Health.Builder builder, String name, Stream<String> lines) {
    List<String> told = lines.distinct().toList();
    if (!told.isEmpty()) {
      builder.down().withDetail(name, told);
    }
  }
}
