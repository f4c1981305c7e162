package dev.ensemble.relay;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the sources know of themselves, so that a scrape costs no query. Histograms are {@link
 * RelayHistograms}.
 */
final class RelayMetrics implements MeterBinder {
  private final List<Source> sources;

  RelayMetrics(List<Source> sources) {
    this.sources = sources;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    sources.forEach(source -> bind(source, registry));
  }

  private static void bind(Source source, MeterRegistry registry) {
    SourceState state = source.state();
    FunctionCounter.builder("relay.events.published", state, SourceState::publishedCount)
        .description("Events that the broker acknowledged, repeats included")
        .tag("source", source.name())
        .register(registry);
    FunctionCounter.builder("relay.bytes.published", state, SourceState::publishedBytes)
        .description("Bytes of their keys and values")
        .tag("source", source.name())
        .register(registry);
    gauge("relay.slot.retained", source, s -> s.state().slot().retainedBytes())
        .description("WAL that the server keeps for the slot")
        .baseUnit("bytes")
        .register(registry);
    gauge("relay.slot.lag", source, s -> s.state().slot().lagBytes())
        .description("WAL that is written but not yet confirmed as published")
        .baseUnit("bytes")
        .register(registry);
    gauge("relay.unsent.age", source, s -> seconds(s.state().oldestUnsent()))
        .description("How long the oldest unsent row has waited; NaN where another process leads")
        .baseUnit("seconds")
        .register(registry);
    gauge("relay.quarantined", source, s -> count(s.quarantinedCount()))
        .description("Rows that are set aside; NaN where another process leads")
        .register(registry);
    flag("relay.streaming", source, s -> s.state().phase() == SourceState.Phase.STREAMING)
        .description("1 while the source streams")
        .register(registry);
    flag("relay.leader", source, s -> s.state().leads())
        .description("1 while this process holds the slot")
        .register(registry);
    flag("relay.refused", source, s -> s.state().phase() == SourceState.Phase.REFUSED)
        .description("1 while the source may not stream; health says why")
        .register(registry);
    flag("relay.paused", source, Source::isPaused)
        .description("1 while the source is paused")
        .register(registry);
    for (Finding.Check check : Finding.Check.values()) {
      flag("relay.doctor", source, s -> has(s.state(), check))
          .description("1 while the doctor finds this")
          .tag("finding", check.word())
          .register(registry);
    }
  }

  private static boolean has(SourceState source, Finding.Check check) {
    return source.findings().stream().anyMatch(finding -> finding.check() == check);
  }

  private static Gauge.Builder<Source> gauge(
      String name, Source source, ToDoubleFunction<Source> value) {
    return Gauge.builder(name, source, value).tag("source", source.name());
  }

  private static Gauge.Builder<Source> flag(String name, Source source, Predicate<Source> holds) {
    return gauge(name, source, s -> holds.test(s) ? 1 : 0);
  }

  private static double count(@Nullable Integer rows) {
    return rows == null ? Double.NaN : rows;
  }

  private static double seconds(@Nullable Duration age) {
    return age == null ? Double.NaN : age.toNanos() / 1e9;
  }
}
