package dev.ensemble.relay;

import dev.ensemble.testkit.TestKafka;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where a topic ends, to readers of all records and to those of committed ones. */
final class Ends implements AutoCloseable {
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> all = consumer("read_uncommitted");
  private final KafkaConsumer<byte[], byte[]> committed = consumer("read_committed");

  Ends(Topic topic) {
    partitions =
        all.partitionsFor(topic.name()).stream()
            .map(p -> new TopicPartition(topic.name(), p.partition()))
            .toList();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "isolation.level", isolation),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /**
   * Whether records have arrived whose transaction is open: in this order of looks, for certain.
   */
  boolean haveHalfWritten() {
    Map<TopicPartition, Long> ends = all.endOffsets(partitions);
    Map<TopicPartition, Long> stable = committed.endOffsets(partitions);
    return ends.entrySet().stream()
        .anyMatch(end -> stable.getOrDefault(end.getKey(), 0L) < end.getValue());
  }

  @Override
  public void close() {
    all.close();
    committed.close();
  }
}
