package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * One record that could not be acted on, while nothing else was wrong.
 *
 * @param passing whether another attempt may end otherwise
 */
record Failure(ConsumerRecord<byte[], byte[]> record, Throwable cause, boolean passing) {

  /** Headers are the sender's: what goes into a log line is cut and without control characters. */
  private static final int HEADER_SHOWN_MAX = 128;

  static Failure of(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
    boolean passing = !(cause instanceof UnreadableRecord || cause instanceof ParkingFull);
    return new Failure(record, cause, passing);
  }

  TopicPartition partition() {
    return new TopicPartition(record.topic(), record.partition());
  }

  String place() {
    return place(record);
  }

  /** Where it stands and what it is. */
  static String place(ConsumerRecord<byte[], byte[]> record) {
    return "topic %s, partition %d, offset %d, event id %s, type %s"
        .formatted(
            record.topic(),
            record.partition(),
            record.offset(),
            shown(record, "ce_id"),
            shown(record, "ce_type"));
  }

  /** Why, in one line; for an unreadable record without a word of its payload. */
  String reason() {
    return cause instanceof UnreadableRecord || cause instanceof ParkingFull
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }

  private static String shown(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      return "unknown";
    }
    String text = new String(header.value(), StandardCharsets.UTF_8).replaceAll("[^ -~]", "?");
    return text.length() <= HEADER_SHOWN_MAX ? text : text.substring(0, HEADER_SHOWN_MAX) + "…";
  }
}
