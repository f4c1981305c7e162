package dev.ensemble.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.chaos.check.Story.Scene;
import dev.ensemble.local.stack.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What is on the topics, repeats included. */
final class Records {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Far more than any run has published, at tens of thousands of records a second. */
  private static final Duration READ_WITHIN = Duration.ofMinutes(2);

  private Records() {}

  /** The records of one order, on whatever topic. */
  static void of(String order, String brokers, List<Scene> scenes) {
    each(
        brokers,
        "read_committed",
        record -> {
          if (record.key() != null && order.equals(new String(record.key(), UTF_8))) {
            scenes.add(new Scene(record.timestamp(), words(record)));
          }
        });
  }

  /** Every record that is there now, each partition in its order. */
  static void each(
      String brokers, String isolation, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation);
    var bytes = new ByteArrayDeserializer();
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      List<TopicPartition> partitions =
          Topics.ALL.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the topics cannot be read within " + READ_WITHIN);
        }
        consumer.poll(POLL).forEach(reader);
      }
    }
  }

  private static String words(ConsumerRecord<byte[], byte[]> record) {
    return "on %s-%d@%d: %s, id %s"
        .formatted(
            record.topic(),
            record.partition(),
            record.offset(),
            text(record.headers().lastHeader("ce_type")),
            text(record.headers().lastHeader("ce_id")));
  }

  private static String text(@Nullable Header header) {
    return header == null ? "nothing" : new String(header.value(), UTF_8);
  }
}
