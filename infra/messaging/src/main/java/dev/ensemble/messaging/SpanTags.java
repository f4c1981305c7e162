package dev.ensemble.messaging;

import io.micrometer.tracing.Span;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What spans say, in the words of OpenTelemetry's conventions for messaging, Kafka and CloudEvents.
 * Set only on spans that are recorded: most are not, where traces are sampled. No payload and no
 * failure's text is among them.
 */
final class SpanTags {

  /** The correlation id is the sender's, and may be of any length. */
  private static final int TEXT_LENGTH_MAX = Wire.NAME_LENGTH_MAX;

  private SpanTags() {}

  static void ofBatch(Span span, String consumer, int records) {
    if (!span.isNoop()) {
      span.tag("messaging.system", "kafka");
      span.tag("messaging.consumer.group.name", consumer);
      span.tag("messaging.batch.message_count", records);
    }
  }

  static void of(Span span, String consumer, Reading.Fact<?> fact) {
    if (!span.isNoop()) {
      ConsumerRecord<byte[], byte[]> record = fact.record();
      Envelope envelope = fact.envelope();
      processing(span, consumer, fact);
      span.tag("messaging.destination.partition.id", Integer.toString(record.partition()));
      span.tag("messaging.kafka.offset", record.offset());
      span.tag("messaging.message.body.size", record.serializedValueSize());
      message(span, envelope.id(), envelope.correlationId());
    }
  }

  static void ofSet(Span span, String consumer, List<? extends Reading.Fact<?>> facts) {
    if (!span.isNoop()) {
      processing(span, consumer, facts.getFirst());
      span.tag("messaging.batch.message_count", facts.size());
    }
  }

  static void ofTold(Span span, UUID id, Outgoing fact) {
    if (!span.isNoop()) {
      operation(span, "create");
      span.tag("messaging.destination.name", fact.topic());
      span.tag("cloudevents.event_type", fact.type());
      message(span, id, fact.key());
    }
  }

  private static void processing(Span span, String consumer, Reading.Fact<?> fact) {
    operation(span, "process");
    span.tag("messaging.consumer.group.name", consumer);
    span.tag("messaging.destination.name", fact.record().topic());
    span.tag("cloudevents.event_type", fact.envelope().type());
  }

  private static void operation(Span span, String name) {
    span.tag("messaging.system", "kafka");
    span.tag("messaging.operation.name", name);
    span.tag("messaging.operation.type", name);
  }

  private static void message(Span span, UUID id, @Nullable String conversation) {
    span.tag("messaging.message.id", id.toString());
    if (conversation != null) {
      int length = Math.min(conversation.length(), TEXT_LENGTH_MAX);
      span.tag("messaging.message.conversation_id", conversation.substring(0, length));
    }
  }
}
