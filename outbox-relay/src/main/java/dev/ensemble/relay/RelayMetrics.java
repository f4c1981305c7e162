package dev.ensemble.relay;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** Reads what the watch last saw, so that a scrape costs no query. */
final class RelayMetrics implements MeterBinder {
  private final List<SourceState> sources;

  RelayMetrics(List<SourceState> sources) {
    this.sources = sources;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    sources.forEach(source -> bind(source, registry));
  }

  private static void bind(SourceState source, MeterRegistry registry) {
    FunctionCounter.builder("relay.events.published", source, SourceState::publishedCount)
        .description("Events that the broker acknowledged, repeats included")
        .tag("source", source.name())
        .register(registry);
    Gauge.builder("relay.slot.retained", source, s -> s.slot().retainedBytes())
        .description("WAL that the server keeps for the slot")
        .baseUnit("bytes")
        .tag("source", source.name())
        .register(registry);
    Gauge.builder("relay.slot.lag", source, s -> s.slot().lagBytes())
        .description("WAL that is written but not yet confirmed as published")
        .baseUnit("bytes")
        .tag("source", source.name())
        .register(registry);
    Gauge.builder("relay.streaming", source, s -> s.phase() == SourceState.Phase.STREAMING ? 1 : 0)
        .description("1 while the source streams")
        .tag("source", source.name())
        .register(registry);
    for (Finding.Check check : Finding.Check.values()) {
      Gauge.builder("relay.doctor", source, s -> has(s, check) ? 1 : 0)
          .description("1 while the doctor finds this")
          .tag("source", source.name())
          .tag("finding", check.word())
          .register(registry);
    }
  }

  private static boolean has(SourceState source, Finding.Check check) {
    return source.findings().stream().anyMatch(finding -> finding.check() == check);
  }
}
