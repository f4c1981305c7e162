package dev.ensemble.messaging;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;

/** A shop that traces, by OpenTelemetry's SDK as Boot sets it up, and what it has recorded. */
final class Spans {

  /** What makes an application trace; a shop does not, unless it is asked to. */
  static final String TRACER =
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
          + ".OpenTelemetryTracingAutoConfiguration";

  private final Shop shop;

  private Spans(Shop shop) {
    this.shop = shop;
  }

  static Map<String, String> recorded(String probability) {
    return Map.of(
        "spring.autoconfigure.exclude",
        Shop.UNSET,
        "spring.main.sources",
        Recorder.class.getName(),
        "management.tracing.sampling.probability",
        probability);
  }

  static Spans of(Shop shop) {
    return new Spans(shop);
  }

  void reset() {
    shop.bean(Recorded.class).spans().reset();
  }

  List<SpanData> all() {
    return shop.bean(Recorded.class).spans().getFinishedSpanItems();
  }

  List<SpanData> named(String name) {
    return all().stream().filter(span -> span.getName().equals(name)).toList();
  }

  SpanData only(String name) {
    List<SpanData> found = named(name);
    if (found.size() != 1) {
      throw new AssertionError("not exactly one span named " + name + ": " + all());
    }
    return found.getFirst();
  }

  /** As within a request, say. */
  <T> T within(String name, Supplier<T> work) {
    Tracer tracer = shop.bean(Tracer.class);
    io.micrometer.tracing.Span span = tracer.spanBuilder().setNoParent().name(name).start();
    Tracer.SpanInScope scope = tracer.withSpan(span);
    try {
      return work.get();
    } finally {
      scope.close();
      span.end();
    }
  }

  /** No bean of its own: Boot's processor would export to it as well, in batches, seconds later. */
  record Recorded(InMemorySpanExporter spans) {}

  static class Recorder {

    @Bean
    Recorded recorded() {
      return new Recorded(InMemorySpanExporter.create());
    }

    @Bean
    SpanProcessor atOnce(Recorded recorded) {
      return SimpleSpanProcessor.create(recorded.spans());
    }
  }
}
