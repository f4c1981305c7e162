package dev.ensemble.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a consumer makes of a record before it touches the database. */
sealed interface Reading<F> {

  ConsumerRecord<byte[], byte[]> record();

  /** A fact that this consumer reacts to. */
  record Fact<F>(
      ConsumerRecord<byte[], byte[]> record,
      Envelope envelope,
      Cause cause,
      long digest,
      Reaction<F> reaction,
      Content<F> content)
      implements Reading<F> {

    /**
     * What the fact says.
     *
     * @throws Content.Unfit where it cannot be read
     */
    F data() {
      return content.get();
    }

    ProcessedEventsTable.Entry entry() {
      return new ProcessedEventsTable.Entry(envelope.id(), digest);
    }
  }

  /** A fact of a type that this consumer knows and has no use for. */
  record Ignored<F>(ConsumerRecord<byte[], byte[]> record) implements Reading<F> {}

  /** A record that can never be acted on as it is. */
  record Unreadable<F>(ConsumerRecord<byte[], byte[]> record, UnreadableRecord reason)
      implements Reading<F> {}
}
