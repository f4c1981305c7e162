package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ids that are on topics already, and what else those topics may have held. */
final class PublishedIds {
  private static final Logger log = LoggerFactory.getLogger(PublishedIds.class);

  /** What a topic tells about a record that it does not hold. */
  enum Memory {
    /** Nothing was removed from it. */
    WHOLE,
    /** Its oldest records are gone. */
    TRIMMED,
    /** Of each key, only the last record is sure to stay. */
    COMPACTED
  }

  private static final Duration POLL = Duration.ofMillis(200);
  // For brokers that answer with nothing new; what moves may take as long as it is long.
  private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

  private final KafkaSettings kafka;
  private final String header;
  private final Map<String, Memory> memories = new HashMap<>();

  private PublishedIds(KafkaSettings kafka, String header) {
    this.kafka = kafka;
    this.header = header;
  }

  /** For rows with a {@link #header} that is exactly the row's id. */
  static PublishedIds of(KafkaSettings kafka, RowSettings row) {
    String header = header(row);
    if (header == null) {
      throw new IllegalArgumentException("no header is the row's id");
    }
    return new PublishedIds(kafka, header);
  }

  /** The header that is exactly the row's id; null where there is none. */
  static @Nullable String header(RowSettings row) {
    List<String> headers = new ArrayList<>();
    row.eachHeader(
        (name, template) -> {
          if (template.equals("{" + RowSettings.named(row.id()) + "}")) {
            headers.add(name);
          }
        });
    return headers.isEmpty() ? null : headers.getFirst();
  }

  /**
   * Reads the topics from their beginning to their present end, transactions under way included:
   * what another relay committed in time counts, what it did not is waited for until it is aborted.
   */
  void removeFrom(Set<String> ids, Set<String> topics) throws InterruptedException {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.reader());
        Admin admin = Admin.create(kafka.admin())) {
      for (String topic : topics) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        Map<TopicPartition, Long> ends = ends(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        readTo(ends, consumer, ids);
        // Afterwards: what was let go of meanwhile was not read either.
        memories.put(topic, memory(topic, consumer, partitions, admin));
      }
    } catch (InterruptException e) {
      throw (InterruptedException) new InterruptedException("while reading").initCause(e);
    } catch (KafkaException e) {
      throw RelayFailure.ofKafka("Looking for what is published failed", e);
    }
  }

  /** Of a topic that was read. */
  Memory memory(String topic) {
    return memories.getOrDefault(topic, Memory.WHOLE);
  }

  private static Memory memory(
      String topic,
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Admin admin)
      throws InterruptedException {
    if (!partitions.isEmpty() && isCompacted(topic, admin)) {
      return Memory.COMPACTED;
    }
    boolean trimmed =
        consumer.beginningOffsets(partitions).values().stream().anyMatch(offset -> offset > 0);
    return trimmed ? Memory.TRIMMED : Memory.WHOLE;
  }

  private static boolean isCompacted(String topic, Admin admin) throws InterruptedException {
    try {
      String policy = TopicSetting.read(admin, topic, TopicConfig.CLEANUP_POLICY_CONFIG);
      return policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        log.warn(
            "Topic {} may be compacted, which the relay has no right to look at (DescribeConfigs on"
                + " the topic): rows before a published one of their key count as published",
            topic);
        return true; // An old record sent again would there become its key's last word.
      }
      throw RelayFailure.ofKafka("Looking at topic " + topic + " failed", e.getCause());
    }
  }

  private void readTo(
      Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer, Set<String> ids) {
    Map<TopicPartition, Long> open = new HashMap<>(ends);
    long lastMoved = System.nanoTime();
    while (!open.isEmpty()) {
      long before = sum(consumer, open.keySet());
      consumer.poll(POLL).forEach(record -> remove(record, ids));
      if (sum(consumer, open.keySet()) > before) {
        lastMoved = System.nanoTime();
      } else if (System.nanoTime() - lastMoved > SILENCE_MAX.toNanos()) {
        throw new RelayFailure(
            ExitCode.FAILED,
            "Nothing more came for %s from %s".formatted(SILENCE_MAX, open.keySet()),
            null);
      }
      open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    }
  }

  private static long sum(KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
    return partitions.stream().mapToLong(consumer::position).sum();
  }

  private void remove(ConsumerRecord<byte[], byte[]> record, Set<String> ids) {
    Header id = record.headers().lastHeader(header);
    if (id != null && id.value() != null) {
      ids.remove(new String(id.value(), UTF_8));
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    try {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
      return partitions;
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      return List.of(); // A topic that does not exist holds nothing; the send will say more.
    }
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.reader(IsolationLevel.READ_UNCOMMITTED))) {
      return consumer.endOffsets(partitions);
    }
  }
}
