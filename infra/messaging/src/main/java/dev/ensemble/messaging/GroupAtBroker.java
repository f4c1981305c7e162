package dev.ensemble.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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

  GroupAtBroker(MessagingProperties.Kafka kafka, String consumer, Set<String> topics) {
    this.kafka = kafka;
    this.consumer = consumer;
    this.topics = topics;
  }

  String consumer() {
    return consumer;
  }

  /** Empty where the broker is not known, does not answer in time, or may not tell us. */
  Optional<InboxStatus.Group> ask() {
    if (kafka.bootstrapServers().isBlank()) {
      return Optional.empty();
    }
    Map<String, Object> settings = new HashMap<>(kafka.properties());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, consumer + "-status");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
    try (Admin admin = Admin.create(settings)) {
      return Optional.of(group(admin));
    } catch (ExecutionException | KafkaException silent) {
      log.debug("the broker does not tell about the group {}", consumer, silent);
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private InboxStatus.Group group(Admin admin) throws ExecutionException, InterruptedException {
    ConsumerGroupDescription group =
        admin.describeConsumerGroups(List.of(consumer)).all().get().get(consumer);
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(consumer).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (topics.contains(partition.topic()) && offset != null) {
            ends.put(partition, OffsetSpec.latest());
          }
        });
    Map<TopicPartition, ListOffsetsResultInfo> latest = admin.listOffsets(ends).all().get();
    Map<String, Long> lag = new TreeMap<>();
    latest.forEach(
        (partition, end) -> {
          OffsetAndMetadata at = committed.get(partition);
          if (at != null) {
            lag.put(partition.toString(), Math.max(0, end.offset() - at.offset()));
          }
        });
    return new InboxStatus.Group(
        group == null ? "unknown" : group.groupState().toString().toLowerCase(Locale.ROOT),
        group == null ? 0 : group.members().size(),
        lag);
  }
}
