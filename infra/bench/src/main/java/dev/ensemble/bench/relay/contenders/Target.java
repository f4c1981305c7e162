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

/** Where rows go: the record that Debezium's event router makes, by a producer set up alike. */
public final class Target {
  private Target() {}

  /**
   * What a producer is told, Debezium Server's too.
   *
   * @param lingerMillis how long it may wait for a batch to fill
   */
  public static Map<String, String> settings(String lingerMillis) {
    return Map.of(
        "acks", "all",
        "enable.idempotence", "true",
        "compression.type", "lz4",
        "linger.ms", lingerMillis,
        "batch.size", "131072");
  }

  static Producer<byte[], byte[]> producer(String bootstrapServers, String lingerMillis) {
    Map<String, Object> settings = new HashMap<>(settings(lingerMillis));
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
