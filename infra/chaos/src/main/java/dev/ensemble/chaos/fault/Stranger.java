package dev.ensemble.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells events on the services' topics without being one of them. */
final class Stranger implements AutoCloseable {
  private static final String TOPIC = "order.events";
  private static final String SOURCE = "/somebody/else";

  /** Always the same, as an event that is told again is told as it was. */
  private static final String TIME = "2026-11-21T09:30:00Z";

  private static final int SENT_WITHIN_MILLIS = 20_000;

  private final KafkaProducer<byte[], byte[]> producer;

  Stranger(String brokers) {
    var bytes = new ByteArraySerializer();
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                SENT_WITHIN_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                SENT_WITHIN_MILLIS / 4,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                SENT_WITHIN_MILLIS / 2),
            bytes,
            bytes);
  }

  /** Returns when the brokers have it. Told twice, it is one event that comes twice. */
  void tell(String type, String key, String id, String payload) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, key.getBytes(UTF_8), payload.getBytes(UTF_8));
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", id);
    header(record, "ce_source", SOURCE);
    header(record, "ce_type", type);
    header(record, "ce_subject", key);
    header(record, "ce_time", TIME);
    header(record, "ce_partitionkey", key);
    header(record, "ce_correlationid", key);
    header(record, "ce_sequence", "1");
    header(record, "content-type", "application/json");
    producer.send(record).get(SENT_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
