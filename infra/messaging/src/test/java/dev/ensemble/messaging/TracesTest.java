package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Work that goes on later stays in its trace, and what is not recorded stays unrecorded. */
class TracesTest extends OverTracedShop {
  private static final String UNSAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-00";

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
      tell(quiet, "of-its-own");
      Spans.of(quiet).within("POST /orders", () -> tell(quiet, "of-a-request"));

      assertThat(traceparents(quiet)).hasSize(2).noneMatch(Wire::isSampled);
      assertThat(Spans.of(quiet).all()).isEmpty();
    }
  }
}
