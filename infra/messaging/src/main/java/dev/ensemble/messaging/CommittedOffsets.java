package dev.ensemble.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the group stands at the broker. What is committed is where the consumer stands after a
 * batch was settled, so that it covers control records, too, and first offsets of new partitions.
 */
final class CommittedOffsets {

  /** A broker that does not answer in this time is away; the offsets are committed later. */
  static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(CommittedOffsets.class);

  private final Map<TopicPartition, Long> committed = new HashMap<>();

  /**
   * Puts new partitions where the group stands. One without a committed offset begins at its
   * beginning: the inbox knows what was acted on before, and to begin later would skip something.
   * Where the broker does not say in time, the client goes on asking, and nobody leaves the group.
   */
  void begin(Consumer<byte[], byte[]> kafka, Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> known;
    try {
      known = kafka.committed(new HashSet<>(partitions), ANSWER_TIME_MAX);
    } catch (RetriableException late) {
      log.debug("the broker does not say yet where the group stands", late);
      return;
    }
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = known.get(partition);
      if (offset == null) {
        kafka.seekToBeginning(Set.of(partition));
      } else {
        kafka.seek(partition, offset);
        committed.put(partition, offset.offset());
      }
    }
  }

  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(committed::remove);
  }

  /** Called when everything before the consumer's positions is durable in the database. */
  void commit(Consumer<byte[], byte[]> kafka) {
    try {
      Map<TopicPartition, OffsetAndMetadata> moved = moved(kafka);
      if (!moved.isEmpty()) {
        kafka.commitSync(moved, ANSWER_TIME_MAX);
        moved.forEach((partition, offset) -> committed.put(partition, offset.offset()));
      }
    } catch (CommitFailedException | RebalanceInProgressException | RetriableException late) {
      // Harmless: what is redelivered is known to the inbox. It is committed with what comes next.
      log.debug("offsets were not committed and will be later", late);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> moved(Consumer<byte[], byte[]> kafka) {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (TopicPartition partition : kafka.assignment()) {
      // One that is not known at once is committed by a later pass.
      OptionalLong position = position(kafka, partition, Duration.ZERO);
      Long before = committed.get(partition);
      if (position.isPresent() && (before == null || before != position.getAsLong())) {
        moved.put(partition, new OffsetAndMetadata(position.getAsLong()));
      }
    }
    return moved;
  }

  /**
   * Empty where the partition was taken from us meanwhile, by the client's own thread: it is its
   * next owner's affair then. And where it is not known in time, as the partition has no leader: no
   * other partition waits for that. Nor does any where the client learns only now that nothing was
   * ever committed: the next poll says so again, and puts the partition at its beginning.
   */
  static OptionalLong position(
      Consumer<byte[], byte[]> kafka, TopicPartition partition, Duration within) {
    try {
      return OptionalLong.of(kafka.position(partition, within));
    } catch (TimeoutException | NoOffsetForPartitionException notKnown) {
      return OptionalLong.empty();
    } catch (IllegalStateException noLongerOurs) {
      if (kafka.assignment().contains(partition)) {
        throw noLongerOurs;
      }
      return OptionalLong.empty();
    }
  }
}
