package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One order is one trace, whatever its events pass through, and no trace ever harms an event. */
class TracingTest extends OverTracedShop {
  private static final String PROCESS = "process " + Shop.TOPIC;
  private static final String CREATE = "create shop.events";

  @Test
  void an_event_goes_on_in_the_trace_of_its_record_and_so_does_what_it_leads_to() {
    ConsumerRecord<byte[], byte[]> record = traced(0, "order-1", TRACEPARENT, "a=b");
    shop.inbox().receive(List.of(record));

    SpanData process = spans.only(PROCESS);
    assertThat(process.getTraceId()).isEqualTo(TRACE);
    assertThat(process.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
    SpanData create = spans.only(CREATE);
    assertThat(create.getTraceId()).isEqualTo(TRACE);
    assertThat(create.getParentSpanId()).isEqualTo(process.getSpanId());
    assertThat(create.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(traceparents()).containsExactly(parentOf(create));
    assertThat(column("tracestate")).containsExactly("a=b");
    assertThat(column("causation_id")).containsExactly(header(record, "ce_id"));
  }

  @Test
  void an_events_span_is_joined_to_its_batch_by_a_link_and_the_batch_to_its_events() {
    shop.inbox()
        .receive(List.of(traced(0, "a", TRACEPARENT, null), traced(1, "b", parent(2), null)));

    SpanData batch = spans.only("inbox shop");
    assertThat(batch.getParentSpanContext().isValid()).as("it is no event's").isFalse();
    assertThat(batch.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(TRACE, trace(2));
    assertThat(tags(batch)).containsEntry("messaging.batch.message_count", "2");
    List<SpanData> events = spans.named(PROCESS);
    assertThat(events).extracting(SpanData::getTraceId).containsExactly(TRACE, trace(2));
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.getLinks())
                    .extracting(LinkData::getSpanContext)
                    .containsExactly(batch.getSpanContext()));
  }

  @Test
  void a_batch_names_as_many_events_as_a_span_keeps_links_and_every_event_names_its_batch() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int n = 0; n < MicrometerTracing.LINKS_MAX + 2; n++) {
      records.add(traced(n, "k" + n, parent(n + 1), null));
    }

    shop.inbox().receive(records);

    SpanData batch = spans.only("inbox shop");
    assertThat(batch.getTotalRecordedLinks()).isEqualTo(MicrometerTracing.LINKS_MAX);
    assertThat(batch.getLinks()).hasSize(MicrometerTracing.LINKS_MAX);
    assertThat(spans.named(PROCESS))
        .hasSameSizeAs(records)
        .allSatisfy(event -> assertThat(event.getLinks()).hasSize(1));
  }

  @Test
  void a_span_says_in_the_conventions_words_what_was_processed_and_nothing_of_its_payload() {
    ConsumerRecord<byte[], byte[]> record = traced(7, "order-1", TRACEPARENT, null);
    shop.inbox().receive(List.of(record));

    assertThat(tags(spans.only(PROCESS)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("messaging.system", "kafka"),
                Map.entry("messaging.operation.name", "process"),
                Map.entry("messaging.operation.type", "process"),
                Map.entry("messaging.consumer.group.name", "shop"),
                Map.entry("messaging.destination.name", Shop.TOPIC),
                Map.entry("messaging.destination.partition.id", "0"),
                Map.entry("messaging.kafka.offset", "7"),
                Map.entry(
                    "messaging.message.body.size",
                    "" + Objects.requireNonNull(record.value()).length),
                Map.entry("messaging.message.id", header(record, "ce_id")),
                Map.entry("messaging.message.conversation_id", "order-1"),
                Map.entry("cloudevents.event_type", Shop.COUNTED)));
    assertThat(tags(spans.only(CREATE)))
        .containsEntry("messaging.operation.type", "create")
        .containsEntry("messaging.destination.name", "shop.events")
        .containsEntry("messaging.message.id", column("id").getFirst())
        .containsEntry("messaging.message.conversation_id", "order-1")
        .containsEntry("cloudevents.event_type", Shop.BOOKED);
  }

  @Test
  void a_fact_that_is_told_within_a_span_belongs_to_its_trace() {
    spans.within("POST /orders", () -> tell("order-1"));

    SpanData request = spans.only("POST /orders");
    SpanData create = spans.only("create t");
    assertThat(create.getTraceId()).isEqualTo(request.getTraceId());
    assertThat(create.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(traceparents()).containsExactly(parentOf(create));
  }

  @Test
  void a_fact_that_is_told_out_of_nowhere_begins_a_trace_that_its_readers_go_on_from() {
    tell("order-1");

    SpanData create = spans.only("create t");
    assertThat(create.getParentSpanContext().isValid()).isFalse();
    assertThat(traceparents()).containsExactly(parentOf(create));
  }

  @Test
  void a_set_has_one_span_with_links_and_each_fact_goes_on_from_the_event_it_answers() {
    Tracing tracing = shop.bean(Tracing.class);
    List<Reading.Fact<Shop.Counted>> set =
        List.of(read(traced(0, "a", parent(1), null)), read(traced(1, "b", parent(2), null)));
    List<OutboxRow.Trail> told = new ArrayList<>();

    tracing.reaction(
        "shop",
        set,
        () ->
            set.forEach(
                fact ->
                    told.add(
                        tracing.told(
                            fact.envelope().id(),
                            new Outgoing("t", "a.b.v1", "k", 1, Map.of()),
                            OutboxRow.Trail.of(fact.cause())))));

    SpanData process = spans.only(PROCESS);
    assertThat(process.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(trace(1), trace(2));
    assertThat(tags(process)).containsEntry("messaging.batch.message_count", "2");
    List<SpanData> created = spans.named("create t");
    assertThat(created).extracting(SpanData::getTraceId).containsExactly(trace(1), trace(2));
    assertThat(created)
        .allSatisfy(
            create ->
                assertThat(create.getLinks())
                    .extracting(LinkData::getSpanContext)
                    .containsExactly(process.getSpanContext()));
    assertThat(told)
        .extracting(OutboxRow.Trail::traceparent)
        .containsExactly(parentOf(created.getFirst()), parentOf(created.getLast()));
    assertThat(told)
        .extracting(OutboxRow.Trail::causationId)
        .containsExactly(set.get(0).cause().eventId(), set.get(1).cause().eventId());
  }

  @Test
  void a_failure_shows_in_both_spans_by_its_class_and_never_by_its_text() {
    shop.behaviour()
        .before(
            counted -> {
              throw new IllegalStateException("card 4711");
            });

    assertThatExceptionOfType(RecordNotApplied.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(traced(0, "order-1", TRACEPARENT, null))));

    for (String name : List.of(PROCESS, "inbox shop")) {
      SpanData span = spans.only(name);
      assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(span.getStatus().getDescription())
          .isEqualTo(IllegalStateException.class.getName());
      assertThat(span.toString()).doesNotContain("4711");
    }
  }

  @Test
  void an_event_that_is_redriven_is_in_its_trace_again() {
    Lot lot = new Lot(shop);
    lot.poison("a", 1);
    ConsumerRecord<byte[], byte[]> culprit = Lot.event("a", 1);
    culprit.headers().add("traceparent", bytes(TRACEPARENT));
    lot.take(culprit);
    lot.mend();
    spans.reset();

    assertThat(Lot.outcomes(lot.redrive(Lot.ALL))).containsExactly("APPLIED 1");

    assertThat(spans.named("process " + culprit.topic()))
        .extracting(SpanData::getTraceId)
        .containsExactly(TRACE);
    assertThat(traceparents()).allMatch(each -> each.startsWith("00-" + TRACE)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\u0000",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-\u00e9bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void a_hostile_context_makes_no_good_event_fail_and_is_never_handed_on(String hostile) {
    String state = "x=" + "y".repeat(600);
    shop.inbox().receive(List.of(traced(0, "order-1", hostile, state)));
    // Well-formed, with a state that is none, or too long for the table.
    shop.inbox().receive(List.of(traced(1, "order-2", TRACEPARENT, state)));
    shop.inbox().receive(List.of(traced(2, "order-3", TRACEPARENT, "a=b\n\u0001")));

    assertThat(shop.effects()).containsExactly("order-1", "order-2", "order-3");
    assertThat(traceparents()).hasSize(3).allMatch(Wire::isTraceparent);
    assertThat(traceparents().getFirst())
        .isEqualTo(parentOf(spans.named(CREATE).getFirst()))
        .doesNotContain(TRACE);
    assertThat(column("tracestate")).containsOnlyNulls();
  }

  @Test
  void a_state_that_the_table_does_not_take_is_left_out_where_a_fact_is_told() {
    // Three members, each as long as W3C allows: what a request may bring along.
    String member = "y".repeat(256);
    String state = "a=%s,b=%s,c=%s".formatted(member, member, member);
    OutboxRow.Trail brought = new OutboxRow.Trail(null, TRACEPARENT, state);

    OutboxRow.Trail told =
        shop.bean(Tracing.class)
            .told(Shop.counted("k").id(), new Outgoing("t", "a.b.v1", "k", 1, Map.of()), brought);

    assertThat(told.traceparent()).startsWith("00-" + TRACE);
    assertThat(told.tracestate()).isNull();
  }

  private static String parentOf(SpanData span) {
    return "00-%s-%s-%s"
        .formatted(
            span.getTraceId(), span.getSpanId(), span.getSpanContext().getTraceFlags().asHex());
  }

  private static Reading.Fact<Shop.Counted> read(ConsumerRecord<byte[], byte[]> record) {
    Reactions<Shop.Counted> reactions = shop.reactions("shop", Shop.TOPIC);
    return (Reading.Fact<Shop.Counted>)
        new RecordReader<>(reactions, shop.bean(FactJson.class)).read(record);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> tags(SpanData span) {
    Map<String, String> tags = new HashMap<>();
    span.getAttributes()
        .forEach((AttributeKey<?> key, Object value) -> tags.put(key.getKey(), "" + value));
    return tags;
  }
}
