package dev.ensemble.relay;

import dev.ensemble.relay.Finding.Check;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the relay's own topic outlives the loss of a broker. Asked once at a start, beside the
 * stream: the answer changes by a person's hand alone, and a takeover should not wait for it.
 */
final class StateTopicCheck {
  private static final Logger log = LoggerFactory.getLogger(StateTopicCheck.class);

  private StateTopicCheck() {}

  /**
   * How the topic is kept.
   *
   * @param replicas of its least replicated partition
   * @param minInSync how many must have a record before it counts as written
   * @param brokers how many there are
   */
  record Replication(int replicas, int minInSync, int brokers) {
    /** Writes stop, or the only copy is gone, when one broker is down, though there are others. */
    boolean fallsWithOneBroker() {
      return replicas < minInSync + 1 && replicas < brokers;
    }
  }

  /** Nothing where it cannot be found out: who may not describe a topic may still use it. */
  static Optional<Replication> read(KafkaSettings kafka, String topic) throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      TopicDescription described =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      String minInSync = TopicSetting.read(admin, topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
      if (described == null || minInSync == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Replication(
              described.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
              Integer.parseInt(minInSync),
              admin.describeCluster().nodes().get().size()));
    } catch (ExecutionException | KafkaException e) {
      log.debug("How topic {} is kept cannot be found out", topic, e);
      return Optional.empty();
    }
  }

  static List<Finding> judge(String topic, Replication found) {
    return found.fallsWithOneBroker()
        ? List.of(
            new Finding(
                Check.STATE_TOPIC_REPLICAS,
                """
                topic %s has %d replicas on %d brokers, and writing needs %d: it stops, or is lost, \
                with one broker"""
                    .formatted(topic, found.replicas(), found.brokers(), found.minInSync()),
                "give it a replica more than min.insync.replicas, as the topics of events have"
                    + " (kafka-reassign-partitions)"))
        : List.of();
  }
}
