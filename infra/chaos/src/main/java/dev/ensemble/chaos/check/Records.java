package dev.ensemble.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.chaos.check.Story.Scene;
import dev.ensemble.local.stack.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The records of one order, on whatever topic, repeats included. */
final class Records {
  private static final Duration POLL = Duration.ofMillis(200);

  private Records() {}

  static void of(String order, String brokers, List<Scene> scenes) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    var bytes = new ByteArrayDeserializer();
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
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.key() != null && order.equals(new String(record.key(), UTF_8))) {
            scenes.add(new Scene(record.timestamp(), words(record)));
          }
        }
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
