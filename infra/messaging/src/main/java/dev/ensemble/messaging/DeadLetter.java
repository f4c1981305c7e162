package dev.ensemble.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A parked event as a record of a dead-letter topic: its own bytes and headers, and behind them
 * where it is from and what was wrong, under the names and in the encodings that Spring for Apache
 * Kafka's recoverer uses, as tools know those.
 */
record DeadLetter(String consumer, ParkedRecord event, ConsumerRecord<byte[], byte[]> record) {

  /** How {@link Throwable#toString()} begins; no part of a message, which may quote the payload. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("((?:[\\p{Alpha}_][\\w$]*\\.)+[\\p{Alpha}_][\\w$]*)(?::.*)?");

  private static final int CLASS_NAME_LENGTH_MAX = 255;

  /**
   * Without a time of its own: the topic is to keep it from now on, however old the event is.
   *
   * @param partitions how many the topic has; the original's number is kept where there is one
   */
  ProducerRecord<byte[], byte[]> toSend(String topic, int partitions) {
    @Nullable Integer partition = record.partition() < partitions ? record.partition() : null;
    return new ProducerRecord<>(topic, partition, record.key(), record.value(), headers());
  }

  private Headers headers() {
    RecordHeaders headers = new RecordHeaders(record.headers());
    text(headers, "kafka_dlt-original-topic", record.topic());
    headers.add("kafka_dlt-original-partition", bytes(record.partition()));
    headers.add("kafka_dlt-original-offset", bytes(record.offset()));
    headers.add("kafka_dlt-original-timestamp", bytes(record.timestamp()));
    text(headers, "kafka_dlt-original-consumer-group", consumer);
    text(headers, "kafka_dlt-exception-fqcn", exceptionClass());
    text(headers, "kafka_dlt-exception-message", message());
    text(headers, "ensemble-parked-consumer", consumer);
    text(headers, "ensemble-parked-number", "" + event.number());
    text(headers, "ensemble-parked-kind", kind());
    text(headers, "ensemble-parked-fingerprint", event.fingerprint());
    text(headers, "ensemble-parked-attempts", "" + event.attempts());
    return headers;
  }

  private String kind() {
    return ParkedEventsTable.lower(event.kind());
  }

  private String exceptionClass() {
    return switch (event.kind()) {
      case UNREADABLE -> UnreadableRecord.class.getName();
      case EXPIRED -> Forgotten.class.getName();
      case FAILED, BEHIND -> failureClass();
    };
  }

  private String failureClass() {
    Matcher matcher = CLASS_NAME.matcher(event.reason() == null ? "" : event.reason());
    return matcher.matches() && matcher.group(1).length() <= CLASS_NAME_LENGTH_MAX
        ? matcher.group(1)
        : RecordNotApplied.class.getName();
  }

  /** The reason itself may quote the payload, and stands where that stands. */
  private String message() {
    return ("%s after %d attempt(s), fingerprint %s; the reason stands in"
            + " messaging.parked_events, number %d")
        .formatted(kind(), event.attempts(), event.fingerprint(), event.number());
  }

  private static void text(Headers headers, String name, @Nullable String value) {
    headers.add(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
