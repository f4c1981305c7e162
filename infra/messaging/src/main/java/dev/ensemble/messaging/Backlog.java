package dev.ensemble.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one worker's partitions are behind; used by the worker's thread alone. It looks at a pace
 * of its own, so that neither a batch nor whoever reads the gauges costs a round trip. It asks the
 * broker where a partition ends, because the client's own figure stands still for a partition that
 * is paused.
 */
final class Backlog {

  /** As often as metrics are scraped, about. */
  static final Duration PACE = Duration.ofSeconds(10);

  /** A broker that needs longer is away, and the worker has other things to find out then. */
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Backlog.class);

  private final InboxMeters meters;
  private final Map<TopicPartition, Long> waitingSince = new HashMap<>();
  private final Map<TopicPartition, Long> lastDone = new HashMap<>();
  private final Set<TopicPartition> seen = new HashSet<>();
  private long lookedMillis;

  Backlog(InboxMeters meters) {
    this.meters = meters;
    this.lookedMillis = meters.backlogs().now() - PACE.toMillis();
  }

  /** Takes note of what came of a batch. */
  void took(ConsumerRecords<byte[], byte[]> polled, Progress progress) {
    long now = meters.backlogs().now();
    for (TopicPartition partition : polled.partitions()) {
      Long resumeAt = progress.resumeAt().get(partition);
      waitingSince.remove(partition);
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (resumeAt != null && record.offset() >= resumeAt) {
          waitingSince.put(partition, record.timestamp());
          break;
        }
        meters.age(Math.max(0, now - record.timestamp()));
        lastDone.put(partition, record.timestamp());
      }
    }
  }

  /** Looks where the partitions stand, if it is time. */
  void look(Consumer<byte[], byte[]> kafka) {
    long now = meters.backlogs().now();
    Set<TopicPartition> assigned = kafka.assignment();
    // Either way, so that a clock that was set back does not end the looking.
    if (Math.abs(now - lookedMillis) < PACE.toMillis() || assigned.isEmpty()) {
      return;
    }
    lookedMillis = now;
    try {
      kafka
          .endOffsets(assigned, ANSWER_TIME_MAX)
          .forEach(
              (partition, end) ->
                  CommittedOffsets.position(kafka, partition, ANSWER_TIME_MAX)
                      .ifPresent(at -> seen(partition, Math.max(0, end - at), now)));
      lastDone.clear();
    } catch (InterruptException stopping) {
      throw stopping;
    } catch (KafkaException away) {
      // The last look grows old, and the gauges say nothing then.
      log.debug("the broker does not say where partitions end", away);
    }
  }

  private void seen(TopicPartition partition, long lag, long now) {
    seen.add(partition);
    meters
        .backlogs()
        .seen(partition, new BacklogGauges.Seen(this, lag, oldest(partition, now), now));
  }

  /**
   * When the oldest record that is not done with was written, as far as is known: that at which the
   * partition stands; else the last one done, as the next one is not older; else it has come only
   * now.
   */
  private long oldest(TopicPartition partition, long now) {
    @Nullable Long waiting = waitingSince.get(partition);
    return waiting != null ? waiting : lastDone.getOrDefault(partition, now);
  }

  void forget(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      waitingSince.remove(partition);
      lastDone.remove(partition);
      seen.remove(partition);
      meters.backlogs().gone(partition, this);
    }
  }

  void forgetAll() {
    forget(List.copyOf(seen));
    waitingSince.clear();
    lastDone.clear();
  }
}
