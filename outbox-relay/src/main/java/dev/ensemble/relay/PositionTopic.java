package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The position of one source among those of all: a compacted topic with one partition, keyed by
 * server and slot.
 */
final class PositionTopic {
  // Longer than transaction.timeout.ms: a transaction of another source that hangs hides what was
  // committed after it began, until the broker aborts it.
  private static final Duration READ_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final JsonMapper JSON = new JsonMapper();

  private final KafkaSettings kafka;
  private final TopicPartition partition;
  private final byte[] key;

  PositionTopic(KafkaSettings kafka, String topic, String key) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic, 0);
    this.key = key.getBytes(UTF_8);
  }

  ProducerRecord<byte[], byte[]> record(Position position) {
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), key, JSON.writeValueAsBytes(position));
  }

  /** Says that no position is kept any more, as when rows are delivered without one. */
  ProducerRecord<byte[], byte[]> nothing() {
    return new ProducerRecord<>(partition.topic(), partition.partition(), key, null);
  }

  boolean exists() throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      return admin.listTopics().names().get().contains(partition.topic());
    } catch (ExecutionException e) {
      throw RelayFailure.ofKafka(
          "Looking for topic " + partition.topic() + " failed", e.getCause());
    }
  }

  void makeIfMissing() throws InterruptedException {
    NewTopic topic =
        new NewTopic(partition.topic(), Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try (Admin admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw RelayFailure.ofKafka(
            "Topic %s, which holds the relay's positions, could not be made (compacted, one partition)"
                .formatted(partition.topic()),
            e.getCause());
      }
    }
  }

  /**
   * Reads to the end as it stands now. Only after {@code initTransactions}: what a relay before
   * this one committed is in by then, and what it did not commit is out.
   */
  Position read() {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.reader())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = end();
      long until = System.nanoTime() + READ_WITHIN.toNanos();
      Position last = Position.NONE;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (Arrays.equals(record.key(), key)) {
            last = position(record);
          }
        }
        if (System.nanoTime() - until > 0) {
          throw new RelayFailure(
              ExitCode.FAILED,
              "The positions in topic %s could not be read within %s"
                  .formatted(partition.topic(), READ_WITHIN),
              null);
        }
      }
      return last;
    } catch (KafkaException e) {
      throw RelayFailure.ofKafka("Reading topic " + partition.topic() + " failed", e);
    }
  }

  /**
   * The end of everything, transactions under way included: to a reader of committed records the
   * end is where the first of those begins, which may lie before our own last position.
   */
  private long end() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.reader(IsolationLevel.READ_UNCOMMITTED))) {
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }

  private Position position(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Position.NONE;
    }
    try {
      return JSON.readValue(record.value(), Position.class);
    } catch (JacksonException | NumberFormatException e) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          "Refused: the position at offset %d of topic %s cannot be read: %s"
              .formatted(record.offset(), partition.topic(), e.getMessage()),
          e);
    }
  }
}
