package dev.ensemble.messaging;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a partition stands, while everything waits for an outage to end, or while a topic is
 * missing; UNKNOWN where the inbox does not run.
 */
final class InboxHealth extends AbstractHealthIndicator {
  private final InboxWorkers workers;

  InboxHealth(InboxWorkers workers) {
    super("the inbox's health could not be told");
    this.workers = workers;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    List<InboxState> states = workers.states();
    if (states.stream().noneMatch(InboxState::isRunning)) {
      builder.unknown().withDetail("inbox", "does not run");
      return;
    }
    builder.up();
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
