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
   * <p>Each record is tried once, and none is parked for failing unless somebody ordered that (see
   * {@link Park}): the caller learns of it, as a test would. A record that fails does not hold up
   * those of other partitions; those that stand behind it in its own partition are not tried. Facts
   * of a key that is parked already are parked behind it.
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
   * @param repeated events that had run, or were parked, before
   * @param ignored records of types that the consumer ignores by name
   * @param parked events that wait from now on
   */
  record Receipt(int applied, int repeated, int ignored, int parked) {

    /** Of a batch of which nothing was parked. */
    public Receipt(int applied, int repeated, int ignored) {
      this(applied, repeated, ignored, 0);
    }
  }
}
