package dev.ensemble.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How long transactions and reactions take. Made once per type, so that an event looks up none. */
final class EffectMeters {
  static final EffectMeters NONE = new EffectMeters(new CompositeMeterRegistry(), "none", Set.of());

  private final TelemetryGuard guard = new TelemetryGuard();
  private final Timer committed;
  private final Timer rolledBack;
  private final Map<String, Timer> handlers = new HashMap<>();

  /**
   * @param types those that the consumer reacts to, and so all that there will ever be
   */
  EffectMeters(MeterRegistry registry, String consumer, Set<String> types) {
    this.committed = transaction(registry, consumer, "committed");
    this.rolledBack = transaction(registry, consumer, "rolled-back");
    for (String type : types) {
      handlers.put(
          type,
          Timer.builder("ensemble.inbox.handler")
              .description(
                  "Calls of a reaction, for one event or for a set, whether it failed or not")
              .tag("consumer", consumer)
              .tag("type", type)
              .register(registry));
    }
  }

  private static Timer transaction(MeterRegistry registry, String consumer, String outcome) {
    return Timer.builder("ensemble.inbox.transaction")
        .description("Transactions over a batch, or over one event where a batch had failed")
        .tag("consumer", consumer)
        .tag("outcome", outcome)
        .register(registry);
  }

  void transaction(boolean isCommitted, long nanos) {
    Timer timer = isCommitted ? committed : rolledBack;
    guard.run(() -> timer.record(nanos, TimeUnit.NANOSECONDS));
  }

  void handler(String type, long nanos) {
    Timer timer = handlers.get(type);
    if (timer != null) {
      guard.run(() -> timer.record(nanos, TimeUnit.NANOSECONDS));
    }
  }
}
