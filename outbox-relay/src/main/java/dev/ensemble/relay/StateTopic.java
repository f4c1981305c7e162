package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.LinkedHashMap;
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
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What relays must not forget, beside the rows that it speaks of: a compacted topic with one
 * partition, whose keys begin with the slot and its server.
 */
final class StateTopic {
  // Longer than transaction.timeout.ms: a transaction of another source that hangs hides what was
  // committed after it began, until the broker aborts it.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
  private static final int SEGMENT_BYTES = 8 * 1024 * 1024;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Logger log = LoggerFactory.getLogger(StateTopic.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final KafkaSettings kafka;
  private final TopicPartition partition;
  private final String owner;

  /**
   * @param owner what the keys begin with, unique among all sources of all relays
   */
  StateTopic(KafkaSettings kafka, String topic, String owner) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic, 0);
    this.owner = owner + " ";
  }

  ProducerRecord<byte[], byte[]> record(String key, Object value) {
    return of(key, JSON.writeValueAsBytes(value));
  }

  /** Says that there is nothing under the key any more. */
  ProducerRecord<byte[], byte[]> forgotten(String key) {
    return of(key, null);
  }

  private ProducerRecord<byte[], byte[]> of(String key, byte @Nullable [] value) {
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), (owner + key).getBytes(UTF_8), value);
  }

  void makeIfMissing() throws InterruptedException {
    NewTopic topic =
        new NewTopic(partition.topic(), Optional.of(1), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    // Read whole at each start, and all but the last segment is compacted.
                    TopicConfig.SEGMENT_BYTES_CONFIG,
                    Integer.toString(SEGMENT_BYTES),
                    TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.1"));
    try (Admin admin = Admin.create(kafka.admin())) {
      if (!make(topic, admin)) {
        refuseUnlessCompacted(admin);
      }
    }
  }

  /** False where it is there already, or is for somebody else to make. */
  private boolean make(NewTopic topic, Admin admin) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      return true;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      // One who may not make it may still use it; whether it is there shows when it is read.
      if (cause instanceof TopicExistsException || cause instanceof TopicAuthorizationException) {
        return false;
      }
      throw RelayFailure.ofKafka(
          "Topic %s, which holds the relay's state, could not be made (one partition, compacted)"
              .formatted(partition.topic()),
          cause);
    }
  }

  /** One that deletes would forget the rows that are aside, and so let others overtake them. */
  private void refuseUnlessCompacted(Admin admin) throws InterruptedException {
    try {
      String policy =
          TopicSetting.read(admin, partition.topic(), TopicConfig.CLEANUP_POLICY_CONFIG);
      if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
        throw new RelayFailure(
            ExitCode.REFUSED,
            """
            Refused: topic %s has cleanup.policy=%s, and would forget the relay's state. What to \
            do: kafka-configs --alter --entity-type topics --entity-name %s --add-config \
            cleanup.policy=compact."""
                .formatted(partition.topic(), policy, partition.topic()),
            null);
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof AuthorizationException) {
        log.warn(
            "Whether topic {} is compacted cannot be found out: {}. It must be: one that deletes"
                + " forgets which rows are aside.",
            partition.topic(),
            cause.getMessage());
      } else if (!(cause instanceof UnknownTopicOrPartitionException)) {
        throw RelayFailure.ofKafka(
            "How topic %s is kept could not be asked".formatted(partition.topic()), cause);
      }
    }
  }

  boolean exists() throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      admin.describeTopics(List.of(partition.topic())).allTopicNames().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw RelayFailure.ofKafka("Topic " + partition.topic() + " was not found", e.getCause());
    } catch (KafkaException e) {
      throw RelayFailure.ofKafka("Kafka's client could not be made", e);
    }
  }

  /**
   * The owner's entries, the oldest first, to the end as it stands now. With transactions only
   * after {@code initTransactions}: what a relay before this one committed is in by then, and what
   * it did not commit is out.
   */
  Map<String, byte[]> read() {
    return read(IsolationLevel.READ_COMMITTED);
  }

  /** The same without waiting for transactions under way, for whoever does not go by it. */
  void rehearse() {
    read(IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<String, byte[]> read(IsolationLevel isolation) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.reader(isolation))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = end();
      long until = System.nanoTime() + SILENCE_MAX.toNanos();
      while (consumer.position(partition) < end) {
        long before = consumer.position(partition);
        consumer.poll(POLL).forEach(record -> take(record, entries));
        if (consumer.position(partition) > before) {
          until = System.nanoTime() + SILENCE_MAX.toNanos();
        } else if (System.nanoTime() - until > 0) {
          throw new RelayFailure(
              ExitCode.FAILED,
              "Nothing more came from topic %s for %s".formatted(partition.topic(), SILENCE_MAX),
              null);
        }
      }
      return entries;
    } catch (KafkaException e) {
      throw RelayFailure.ofKafka("Reading topic " + partition.topic() + " failed", e);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> entries) {
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    if (key.startsWith(owner)) {
      String own = key.substring(owner.length());
      if (record.value() == null) {
        entries.remove(own);
      } else {
        entries.remove(own); // Its place is where it was written last.
        entries.put(own, record.value());
      }
    }
  }

  /**
   * The end of everything, transactions under way included: to a reader of committed records the
   * end is where the first of those begins, which may lie before our own last entry.
   */
  private long end() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.reader(IsolationLevel.READ_UNCOMMITTED))) {
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }

  <T> T value(byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          "Refused: topic %s holds what is no %s: %s"
              .formatted(partition.topic(), type.getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }
}
