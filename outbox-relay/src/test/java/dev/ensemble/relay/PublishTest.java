package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishTest {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(6);

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_row_arrives_as_a_cloud_event_that_the_official_sdk_reads() {
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      UUID id = database.insert(topic.name(), "order-1", 2);

      ConsumerRecord<byte[], byte[]> record = topic.await(1).getFirst();
      try (CloudEventDeserializer sdk = new CloudEventDeserializer()) {
        CloudEvent event = sdk.deserialize(topic.name(), record.headers(), record.value());
        assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(event.getId()).isEqualTo(id.toString());
        assertThat(event.getSource().toString()).isEqualTo("/tests/counter");
        assertThat(event.getType()).isEqualTo("thing.counted.v1");
        assertThat(event.getSubject()).isEqualTo("order-1");
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-21T01:02:03.456789Z"));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("partitionkey")).isEqualTo("order-1");
        assertThat(event.getExtension("correlationid")).isEqualTo("order-1");
        assertThat(event.getExtension("causationid")).isEqualTo("cause-2");
        assertThat(event.getExtension("sequence")).isEqualTo("2");
        assertThat(record.value()).isEqualTo("{\"n\":2}".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(Topic.key(record)).isEqualTo("order-1");
      assertThat(Topic.header(record, "traceparent")).startsWith("00-0af7");
      assertThat(record.headers().lastHeader("tracestate")).isNull();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }
}
