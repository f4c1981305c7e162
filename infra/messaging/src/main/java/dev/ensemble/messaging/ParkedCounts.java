package dev.ensemble.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many events and keys are parked, for health and meters; asked for by any thread. */
final class ParkedCounts {

  /** Whoever looks at them, and however often, costs a query in so long and no more. */
  static final Duration AGE_MAX = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ParkedCounts.class);

  private final ParkingTable parked;
  private final String consumer;
  private final LongSupplier nanoTime;
  private Optional<ParkingTable.Counts> counts = Optional.empty();
  private long nextNanos;

  ParkedCounts(ParkingTable parked, String consumer, LongSupplier nanoTime) {
    this.parked = parked;
    this.consumer = consumer;
    this.nanoTime = nanoTime;
    this.nextNanos = nanoTime.getAsLong();
  }

  /** Gauges {@code ensemble.inbox.parked.events} and {@code ensemble.inbox.parked.keys}. */
  void register(MeterRegistry registry) {
    gauge(registry, "ensemble.inbox.parked.events", ParkingTable.Counts::events);
    gauge(registry, "ensemble.inbox.parked.keys", ParkingTable.Counts::keys);
  }

  private void gauge(
      MeterRegistry registry, String name, ToLongFunction<ParkingTable.Counts> value) {
    Gauge.builder(
            name,
            this,
            self -> self.now().map(now -> (double) value.applyAsLong(now)).orElse(Double.NaN))
        .description("What waits to be redriven or discarded")
        .tag("consumer", consumer)
        .strongReference(true)
        .register(registry);
  }

  /** Empty where the database does not say. */
  synchronized Optional<ParkingTable.Counts> now() {
    if (nanoTime.getAsLong() - nextNanos >= 0) {
      try {
        counts = Optional.of(parked.counts(consumer));
      } catch (RuntimeException away) {
        log.debug("the database does not say what is parked", away);
        counts = Optional.empty();
      }
      nextNanos = nanoTime.getAsLong() + AGE_MAX.toNanos();
    }
    return counts;
  }
}
