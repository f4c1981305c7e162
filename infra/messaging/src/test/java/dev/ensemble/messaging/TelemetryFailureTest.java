package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;

/** Whatever telemetry throws, wherever: events, facts and what is parked are as without it. */
class TelemetryFailureTest {
  private static final Breaking BREAKING = new Breaking();
  private static final String SAMPLED = OverTracedShop.parent(1);

  private static Shop shop;
  private static Lot lot;

  @BeforeAll
  static void open() {
    shop = Shop.open(TestDatabase.create("shop"), Spans.recorded("1.0"), Telemetry.class);
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
    Spans.of(shop).reset();
  }

  @Test
  void as_long_as_nothing_breaks_there_are_spans() {
    assertThat(lot.take(traced(1, "a"), traced(2, "b")).failures()).isEmpty();

    assertThat(Spans.of(shop).named("process " + Shop.TOPIC)).hasSize(2);
    assertThat(Spans.of(shop).named("create shop.events")).hasSize(2);
    assertThat(BREAKING.calls()).contains("withSpan", "close", "tag", "end", "extract", "inject");
  }

  @ParameterizedTest
  @CsvSource({
    "spanBuilder", "setNoParent", "name", "kind", "addLink", "start", "extract", "inject",
    "isNoop", "tag", "withSpan", "currentSpan", "context", "close", "end", "*"
  })
  void a_tracer_that_throws_changes_nothing_of_what_becomes_of_events(String method) {
    BREAKING.at(method);
    try {
      Progress progress = lot.take(traced(1, "a"), traced(2, "b"));
      assertThat(progress.failures()).isEmpty();
      assertThat(progress.done()).isEqualTo(new Inbox.Receipt(2, 0, 0, 0));
      shop.transaction()
          .executeWithoutResult(
              status -> shop.outbox().append(new Outgoing("t", "a.b.v1", "c", 1, Map.of())));
      assertThat(BREAKING.hasThrown()).isTrue();
    } finally {
      BREAKING.at("");
    }
    assertThat(lot.effects()).containsExactly("a 1", "b 1");
    assertThat(shop.told()).containsExactly("a", "b", "c");
    assertThat(lot.parked()).isEmpty();
    assertThat(lot.take(traced(1, "a")).failures()).isEmpty();
    assertThat(shop.bean(Tracer.class).currentSpan()).as("what this thread is left with").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "close", "end", "*"})
  void a_reactions_failure_stays_the_reactions_own(String method) {
    shop.behaviour()
        .before(
            counted -> {
              throw new IllegalArgumentException("the shop is closed");
            });
    BREAKING.at(method);
    try {
      assertThatExceptionOfType(RecordNotApplied.class)
          .isThrownBy(() -> shop.inbox().receive(List.of(traced(1, "a"))))
          .withCauseInstanceOf(IllegalArgumentException.class);
    } finally {
      BREAKING.at("");
    }
  }

  /** Boot's filters run where a meter is made, and that is after the first commit of its type. */
  @Test
  void a_filter_of_meters_that_throws_takes_back_no_commit() {
    lot.take(traced(1, "a"));

    shop.transaction()
        .executeWithoutResult(
            status -> shop.outbox().append(new Outgoing("t", Telemetry.REFUSED, "b", 1, Map.of())));

    assertThat(shop.told()).containsExactly("a", "b");
  }

  private static ConsumerRecord<byte[], byte[]> traced(long offset, String key) {
    return OverTracedShop.traced(offset, key, SAMPLED, "a=b");
  }

  /** Tracing and meters as Boot makes them, and a break in them where a test says. */
  static class Telemetry {
    static final String REFUSED = "thing.refused.v1";

    @Bean
    Tracing breakingTracing(Tracer tracer, Propagator propagator) {
      return new MicrometerTracing(
          BREAKING.around(Tracer.class, tracer), BREAKING.around(Propagator.class, propagator));
    }

    @Bean
    MeterRegistry breakingMeters() {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      registry
          .config()
          .meterFilter(
              MeterFilter.deny(
                  id -> {
                    if (REFUSED.equals(id.getTag("type"))) {
                      throw new IllegalStateException("a filter's mistake");
                    }
                    return false;
                  }));
      return registry;
    }
  }
}
