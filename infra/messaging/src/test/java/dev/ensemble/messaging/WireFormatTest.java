package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What the outbox keeps is a CloudEvent to those who wrote the standard's library, and to us. */
class WireFormatTest {
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void a_fact_from_the_outbox_is_read_by_the_official_sdk_and_by_the_next_consumer() {
    try (Shop shop = Shop.open()) {
      ConsumerRecord<byte[], byte[]> led = Shop.counted("order-1").polled(Shop.TOPIC, 0, 0);
      led.headers().add("traceparent", bytes(TRACEPARENT)).add("tracestate", bytes("a=b"));
      shop.inbox().receive(List.of(led));
      Map<String, Object> row =
          shop.superuser().sql("SELECT * FROM messaging.outbox").query().singleRow();

      CloudEvent event =
          KafkaMessageFactory.createReader(headersOf(row), (byte[]) row.get("payload")).toEvent();

      assertThat(event).isInstanceOf(CloudEventV1.class);
      assertThat(event.getId()).isEqualTo(String.valueOf(row.get("id")));
      assertThat(event.getType()).isEqualTo(Shop.BOOKED);
      assertThat(event.getSource()).hasToString("/ensemble/shop");
      assertThat(event.getSubject()).isEqualTo("order-1");
      assertThat(event.getTime()).isNotNull();
      assertThat(event.getDataContentType()).isEqualTo("application/json");
      assertThat(event.getExtension("partitionkey")).isEqualTo("order-1");
      assertThat(event.getExtension("correlationid")).isEqualTo("order-1");
      assertThat(event.getExtension("causationid"))
          .isEqualTo(text(led.headers().lastHeader("ce_id").value()));
      assertThat(event.getExtension("sequence")).isEqualTo("1");
      assertThat(text(Objects.requireNonNull(event.getData()).toBytes()))
          .isEqualTo("{\"orderId\":\"order-1\",\"amount\":1}");
      assertThat(row).containsEntry("traceparent", TRACEPARENT).containsEntry("tracestate", "a=b");

      Reading<Shop.Booked> read = next().read(recordOf(row));
      assertThat(((Reading.Fact<Shop.Booked>) read).data())
          .isEqualTo(new Shop.Booked("order-1", 1));
    }
  }

  private static RecordReader<Shop.Booked> next() {
    return new RecordReader<>(
        Reactions.<Shop.Booked>of("next")
            .from("shop.events")
            .on(Shop.BOOKED, Shop.Booked.class, booked -> {})
            .build(),
        new FactJson());
  }

  private static ConsumerRecord<byte[], byte[]> recordOf(Map<String, Object> row) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "shop.events",
            0,
            0,
            bytes(String.valueOf(row.get("partition_key"))),
            (byte[]) row.get("payload"));
    headersOf(row).forEach(header -> record.headers().add(header));
    return record;
  }

  /** As the relay maps the columns. */
  private static RecordHeaders headersOf(Map<String, Object> row) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_specversion", bytes("1.0"));
    Map.of(
            "ce_id", "id",
            "ce_source", "source",
            "ce_type", "type",
            "ce_subject", "subject",
            "ce_time", "occurred_at",
            "ce_partitionkey", "partition_key",
            "ce_correlationid", "correlation_id",
            "ce_causationid", "causation_id",
            "ce_sequence", "sequence",
            "content-type", "content_type")
        .forEach((header, column) -> headers.add(header, bytes(String.valueOf(row.get(column)))));
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
