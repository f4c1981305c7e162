package dev.ensemble.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch came.
 *
 * @param parked what waits from now on, in its order
 * @param failures the partitions that cannot go on, each with the record at which it stands
 * @param waits the partitions that wait for an outage to end, each with the record that met it
 * @param resumeAt the partitions of which not everything is done, each with the first offset that
 *     is to be read again; all others are done to their end
 * @param ofAll what everything waits for, null where nothing does
 */
record Progress(
    Inbox.Receipt done,
    List<Parkable> parked,
    Map<TopicPartition, Failure> failures,
    Map<TopicPartition, Failure> waits,
    Map<TopicPartition, Long> resumeAt,
    @Nullable Throwable ofAll) {

  /** What everything, or any of the partitions, waits for; null where nothing does. */
  @Nullable Throwable outage() {
    return ofAll != null
        ? ofAll
        : waits.values().stream().map(Failure::cause).findFirst().orElse(null);
  }

  static Progress nothingDone(List<ConsumerRecord<byte[], byte[]>> records, Throwable outage) {
    Map<TopicPartition, Long> resumeAt = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      resumeAt.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
    }
    return new Progress(
        new Inbox.Receipt(0, 0, 0), List.of(), Map.of(), Map.of(), Map.copyOf(resumeAt), outage);
  }
}
