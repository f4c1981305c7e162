package dev.ensemble.messaging;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the broker sees a consumer's group: its members, and what they have not done yet. */
final class GroupAtBroker {

  /** Somebody waits for the answer, and the database's part of it is ready. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(GroupAtBroker.class);

  private final MessagingProperties.Kafka kafka;
  private final String consumer;
  private final Set<String> topics;
  private final Duration answerWithin;

  /** Each question makes a client of its own, and anybody may ask at any pace: one at a time. */
  private final ReentrantLock turn = new ReentrantLock();

  GroupAtBroker(MessagingProperties.Kafka kafka, String consumer, Set<String> topics) {
    this(kafka, consumer, topics, ANSWER_WITHIN);
  }

  GroupAtBroker(
      MessagingProperties.Kafka kafka, String consumer, Set<String> topics, Duration answerWithin) {
    this.kafka = kafka;
    this.consumer = consumer;
    this.topics = topics;
    this.answerWithin = answerWithin;
  }

  String consumer() {
    return consumer;
  }

  /**
   * Empty where the broker is not known, does not answer in time, or may not tell us; and where
   * others ask for so long that there is no time left.
   */
  Optional<InboxStatus.Group> ask() {
    if (kafka.bootstrapServers().isBlank()) {
      return Optional.empty();
    }
    Deadline deadline = new Deadline(System.nanoTime() + answerWithin.toNanos());
    try {
      if (!turn.tryLock(deadline.nanosLeft(), NANOSECONDS)) {
        return Optional.empty();
      }
      try {
        return Optional.of(inTurn(deadline));
      } finally {
        turn.unlock();
      }
    } catch (ExecutionException | TimeoutException | KafkaException silent) {
      log.debug("the broker does not tell about the group {}", consumer, silent);
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private InboxStatus.Group inTurn(Deadline deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    Admin admin = Admin.create(settings());
    try {
      return group(admin, deadline);
    } finally {
      // What is still under way would be waited for.
      admin.close(Duration.ZERO);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka.properties());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, consumer + "-status");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis());
    return settings;
  }

  /** Of all that one answer takes. */
  private record Deadline(long atNanos) {

    long nanosLeft() {
      return atNanos - System.nanoTime();
    }

    <T> T await(KafkaFuture<T> answer)
        throws ExecutionException, InterruptedException, TimeoutException {
      return answer.get(nanosLeft(), NANOSECONDS);
    }
  }

  private InboxStatus.Group group(Admin admin, Deadline deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConsumerGroupDescription group =
        deadline.await(admin.describeConsumerGroups(List.of(consumer)).all()).get(consumer);
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
        deadline.await(admin.listConsumerGroupOffsets(consumer).partitionsToOffsetAndMetadata());
    Set<TopicPartition> partitions = partitions(admin, deadline);
    Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest(), deadline);
    // Where nothing is committed, the inbox begins at the beginning: all that is there is behind.
    Set<TopicPartition> notBegun = new HashSet<>(partitions);
    notBegun.removeIf(partition -> committed.get(partition) != null);
    Map<TopicPartition, Long> from = offsets(admin, notBegun, OffsetSpec.earliest(), deadline);
    Map<String, Long> lag = new TreeMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata at = committed.get(partition);
          long stands = at == null ? from.getOrDefault(partition, 0L) : at.offset();
          lag.put(partition.toString(), Math.max(0, end - stands));
        });
    return new InboxStatus.Group(
        group == null ? "unknown" : group.groupState().toString().toLowerCase(Locale.ROOT),
        group == null ? 0 : group.members().size(),
        lag);
  }

  /** A topic that is missing has none; the worker says so. */
  private Set<TopicPartition> partitions(Admin admin, Deadline deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<TopicPartition> partitions = new HashSet<>();
    for (KafkaFuture<TopicDescription> topic :
        admin.describeTopics(topics).topicNameValues().values()) {
      try {
        TopicDescription known = deadline.await(topic);
        known
            .partitions()
            .forEach(one -> partitions.add(new TopicPartition(known.name(), one.partition())));
      } catch (ExecutionException refused) {
        if (!(refused.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw refused;
        }
      }
    }
    return partitions;
  }

  /** As the inbox reads: what is not committed by its producer is not there yet. */
  private static Map<TopicPartition, Long> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec spec, Deadline deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    deadline
        .await(
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
