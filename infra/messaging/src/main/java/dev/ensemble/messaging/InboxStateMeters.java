package dev.ensemble.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What health {@code inbox} says, as numbers to alert on. */
final class InboxStateMeters implements MeterBinder {
  private final InboxWorkers workers;
  private final String consumer;

  InboxStateMeters(InboxWorkers workers, String consumer) {
    this.workers = workers;
    this.consumer = consumer;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "ensemble.inbox.stopped",
        "partitions",
        "Partitions that stand until somebody mends the cause and restarts",
        all -> all.states().stream().mapToInt(state -> state.stopped().size()).sum());
    gauge(
        registry,
        "ensemble.inbox.waiting",
        "workers",
        "Workers that wait, as a whole or with a partition, for an outage to end",
        all ->
            all.states().stream()
                .filter(state -> state.isRunning() && state.waitsFor().isPresent())
                .count());
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      ToDoubleFunction<InboxWorkers> value) {
    Gauge.builder(name, workers, value)
        .description(description)
        .baseUnit(unit)
        .tag("consumer", consumer)
        .register(registry);
  }
}
