package dev.ensemble.idempotency;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * {@code ensemble.idempotency} by outcome and operation; operations are routes, so they are few.
 */
final class Meters implements Tally {
  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void count(Kind kind, String operation) {
    Counter.builder("ensemble.idempotency")
        .description("Calls with a key by what became of them; failed ones are not among them")
        .tag("outcome", kind.name().toLowerCase(Locale.ROOT))
        .tag("operation", operation)
        .register(registry)
        .increment();
  }
}
