package dev.ensemble.bench.relay.contenders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where rows go: the record that Debezium's event router makes, with the same producer for all. */
public final class Target {
  /** What every contender's producer is told, Debezium Server's too. */
  public static final Map<String, String> PRODUCER =
      Map.of(
          "acks", "all",
          "enable.idempotence", "true",
          "compression.type", "lz4",
          "linger.ms", "0",
          "batch.size", "131072");

  private Target() {}

  static Producer<byte[], byte[]> producer(String bootstrapServers) {
    Map<String, Object> settings = new HashMap<>(PRODUCER);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static ProducerRecord<byte[], byte[]> record(
      byte[] id, String aggregateType, byte[] aggregateId, byte[] payload) {
    return new ProducerRecord<>(
        "outbox.event." + aggregateType,
        null,
        aggregateId,
        payload,
        List.of(new RecordHeader("id", id)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
