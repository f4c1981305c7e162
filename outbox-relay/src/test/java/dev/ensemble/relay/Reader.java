package dev.ensemble.relay;

import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from its beginning as it grows, committed records only, into a {@link KeyOrder}.
 */
final class Reader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KeyOrder order = new KeyOrder();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;

  Reader(Topic topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(p -> new TopicPartition(topic.name(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.execute(this::read);
  }

  private void read() {
    try (consumer) {
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
          order.see(record);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  KeyOrder order() {
    RuntimeException broken = failure;
    if (broken != null) {
      throw broken;
    }
    return order;
  }

  @Override
  public void close() {
    closing = true;
    thread.close();
  }
}
