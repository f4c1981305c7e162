package dev.ensemble.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an application has told, by type: {@code ensemble.outbox.facts} and {@code .payload}. */
final class OutboxMeters {

  /**
   * A choreography has dozens of types; whoever makes them up at run time must not fill a store.
   */
  static final int TYPES_MAX = 200;

  private static final String OTHER = "other";

  private record Told(Counter facts, Counter bytes) {}

  private final TelemetryGuard guard = new TelemetryGuard();
  private final MeterRegistry registry;
  private final Map<String, Told> byType = new ConcurrentHashMap<>();

  OutboxMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts facts that are committed: from here nothing may throw as if they were not. */
  void told(List<OutboxRow> rows) {
    guard.run(() -> count(rows));
  }

  private void count(List<OutboxRow> rows) {
    for (OutboxRow row : rows) {
      Told told = of(row.fact().type());
      told.facts().increment();
      told.bytes().increment(row.payload().size());
    }
  }

  private Told of(String type) {
    Told known = byType.get(type);
    if (known != null) {
      return known;
    }
    String label = byType.size() < TYPES_MAX ? type : OTHER;
    return byType.computeIfAbsent(label, this::register);
  }

  private Told register(String type) {
    return new Told(
        Counter.builder("ensemble.outbox.facts")
            .description("Facts that were committed into the outbox")
            .baseUnit("facts")
            .tag("type", type)
            .register(registry),
        Counter.builder("ensemble.outbox.payload")
            .description("Payload that was committed into the outbox")
            .baseUnit("bytes")
            .tag("type", type)
            .register(registry));
  }
}
