package dev.ensemble.testkit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fact as any producer of the outside world would send it: written by the official CloudEvents
 * SDK in Kafka's binary mode, so that our reading is checked against their writing.
 */
public final class Facts {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final String type;
  private final ObjectNode data;
  private UUID id = IDS.generate();
  private String key;
  private long sequence = 1;

  private Facts(String type, ObjectNode data) {
    this.type = type;
    this.data = data;
    this.key = data.path("orderId").asString("no-key");
  }

  /** The contract's sample of the type, to be changed field by field. */
  public static Facts sample(String type) {
    return new Facts(type, (ObjectNode) Contracts.read(Contracts.sample(type)));
  }

  /** A fact with this payload, valid or not by its contract. */
  public static Facts of(String type, String json) {
    return new Facts(type, (ObjectNode) Contracts.read(json));
  }

  /** Sets a field of the payload; {@code orderId} sets the key, too. */
  public Facts with(String field, Object value) {
    data.putPOJO(field, value);
    ObjectNode plain = (ObjectNode) Contracts.read(data.toString());
    data.setAll(plain);
    if (field.equals("orderId")) {
      key = value.toString();
    }
    return this;
  }

  /** Adds a field that no reader knows, as a later producer may. */
  public Facts withUnknownField() {
    return with("addedByALaterVersion", "unknown");
  }

  /** Sets the event's id; the same id is the same event. */
  public Facts id(UUID eventId) {
    this.id = eventId;
    return this;
  }

  /** Sets the record's key, which is the fact's subject and correlation id as well. */
  public Facts key(String newKey) {
    this.key = newKey;
    return this;
  }

  /** Sets the aggregate's version that the fact tells of; 1 unless set. */
  public Facts sequence(long version) {
    this.sequence = version;
    return this;
  }

  public UUID id() {
    return id;
  }

  public String json() {
    return data.toString();
  }

  /** The record to send to a broker. */
  public ProducerRecord<byte[], byte[]> toSend(String topic) {
    ProducerRecord<Void, byte[]> written =
        KafkaMessageFactory.createWriter(topic).writeBinary(event());
    return new ProducerRecord<>(
        topic, null, key.getBytes(StandardCharsets.UTF_8), written.value(), written.headers());
  }

  /** The record as a consumer would poll it. */
  public ConsumerRecord<byte[], byte[]> polled(String topic, int partition, long offset) {
    ProducerRecord<byte[], byte[]> sent = toSend(topic);
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        System.currentTimeMillis(),
        TimestampType.CREATE_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private CloudEvent event() {
    return CloudEventBuilder.v1()
        .withId(id.toString())
        .withType(type)
        .withSource(URI.create("/testkit"))
        .withSubject(key)
        .withTime(OffsetDateTime.now(ZoneOffset.UTC))
        .withDataContentType("application/json")
        .withExtension("partitionkey", key)
        .withExtension("correlationid", key)
        .withExtension("sequence", Long.toString(sequence))
        .withData(data.toString().getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
