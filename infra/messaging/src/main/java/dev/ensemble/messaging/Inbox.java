package dev.ensemble.messaging;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Applies polled records to a service's reactions, each event once per consumer: the ids are
 * inserted into {@code processed_events} before anything acts, in the transaction that acts.
 */
public interface Inbox {

  /**
   * Applies the records in their order: all in one transaction, or, where one fails, each in its
   * own, so that only the culprit is treated.
   *
   * <p>Each record is tried once. A record that fails does not hold up those of other partitions;
   * those that stand behind it in its own partition are not tried.
   *
   * @throws RecordNotApplied where a record failed; what was applied besides it stays committed
   * @throws InboxOutage where the database, or what else a use case needs, is out of reach
   * @throws IllegalStateException where a transaction runs already
   */
  Receipt receive(List<ConsumerRecord<byte[], byte[]>> records);

  /**
   * What became of a batch.
   *
   * @param applied events that ran now
   * @param repeated events that had run before, and did not again
   * @param ignored records of types that the consumer ignores by name
   */
  record Receipt(int applied, int repeated, int ignored) {}
}
