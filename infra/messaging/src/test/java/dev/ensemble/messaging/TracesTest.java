package dev.ensemble.messaging;

import static dev.ensemble.messaging.TracingTest.parent;
import static dev.ensemble.messaging.TracingTest.trace;
import static dev.ensemble.messaging.TracingTest.traced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that goes on later stays in its trace, and what is not recorded stays unrecorded. */
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-00";

  private static Shop shop;
  private static Spans spans;

  @BeforeAll
  static void open() {
    shop = Shop.open(TestDatabase.create("shop"), Spans.recorded("1.0"));
    spans = Spans.of(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
    spans.reset();
  }

  @Test
  void what_a_worker_tells_later_belongs_to_the_trace_that_was_kept() {
    Traces traces = shop.bean(Traces.class);
    List<@Nullable String> kept = new ArrayList<>();
    shop.behaviour().before(counted -> kept.add(traces.current()));
    shop.inbox().receive(List.of(traced(0, "order-1", TRACEPARENT, null)));
    assertThat(kept).containsExactly(TRACEPARENT);
    shop.reset();
    spans.reset();

    traces.during(kept.getFirst(), () -> tell("order-1"));
    // A customer's second request, say: it has a trace of its own, and the order has its.
    spans.within(
        "DELETE /orders",
        () -> {
          traces.during(TRACEPARENT, () -> tell("order-1"));
          return 0;
        });

    assertThat(spans.named("create t")).extracting(SpanData::getTraceId).containsOnly(TRACE);
    assertThat(spans.named("create t").getLast().getLinks())
        .extracting(LinkData::getSpanContext)
        .containsExactly(spans.only("DELETE /orders").getSpanContext());
    assertThat(traceparents()).allMatch(each -> each.startsWith("00-" + TRACE)).hasSize(2);
  }

  @Test
  void a_kept_trace_ends_with_its_work_and_an_events_own_comes_first() {
    Traces traces = shop.bean(Traces.class);
    shop.behaviour().before(counted -> assertThat(traces.current()).isEqualTo(parent(5)));

    traces.during(
        TRACEPARENT,
        () -> {
          shop.inbox().receive(List.of(traced(0, "order-1", parent(5), null)));
          traces.during(parent(6), () -> assertThat(traces.current()).isEqualTo(parent(6)));
          assertThat(traces.current()).isEqualTo(TRACEPARENT);
        });

    assertThat(traces.current()).isNull();
    assertThat(traceparents()).allMatch(each -> each.startsWith("00-" + trace(5))).hasSize(1);
    for (String none : new String[] {null, "", "00-x"}) {
      traces.during(none, () -> assertThat(traces.current()).isNull());
    }
  }

  @Test
  void an_order_that_is_not_sampled_is_handed_on_as_it_came_and_has_no_spans() {
    shop.inbox().receive(List.of(traced(0, "order-1", UNSAMPLED, "a=b")));

    assertThat(traceparents(shop)).containsExactly(UNSAMPLED);
    assertThat(spans.all())
        .extracting(SpanData::getName)
        .as("a batch is sampled by itself")
        .containsExactly("inbox shop");
    assertThat(spans.only("inbox shop").getLinks()).as("there is nothing to be found").isEmpty();
  }

  @Test
  void where_nothing_is_sampled_what_is_told_says_so_to_its_readers() {
    try (Shop quiet = Shop.open(TestDatabase.create("shop"), Spans.recorded("0.0"))) {
      tell(quiet, "of its own");
      Spans.of(quiet).within("POST /orders", () -> tell(quiet, "of a request"));

      assertThat(traceparents(quiet)).hasSize(2).noneMatch(Wire::isSampled);
      assertThat(Spans.of(quiet).all()).isEmpty();
    }
  }

  private static int tell(String key) {
    return tell(shop, key);
  }

  private static int tell(Shop where, String key) {
    return Objects.requireNonNull(
        where
            .transaction()
            .execute(
                status -> {
                  String id = key.replace(' ', '-');
                  where.outbox().append(new Outgoing("t", "a.b.v1", id, 1, Map.of()));
                  return 1;
                }));
  }

  private static List<String> traceparents() {
    return traceparents(shop);
  }

  private static List<String> traceparents(Shop where) {
    return where
        .superuser()
        .sql("SELECT traceparent FROM messaging.outbox ORDER BY id")
        .query(String.class)
        .list();
  }
}
