package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.debezium.data.Envelope;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns a row of the outbox into a CloudEvent in Kafka's binary mode. The payload is bytes and
 * stays bytes; nothing here knows what it means.
 */
final class OutboxRows {
  private static final String CE_ID = "ce_id";

  private OutboxRows() {}

  /** Empty for what is no row: heartbeats and logical messages, which only move the slot. */
  static Optional<ProducerRecord<byte[], byte[]>> toRecord(SourceRecord source) {
    if (!(source.value() instanceof Struct change)
        || !Envelope.isEnvelopeSchema(source.valueSchema())
        || !Envelope.Operation.CREATE
            .code()
            .equals(change.getString(Envelope.FieldName.OPERATION))) {
      return Optional.empty();
    }
    Struct row = change.getStruct(Envelope.FieldName.AFTER);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            required(row, OutboxTable.TOPIC),
            null,
            required(row, OutboxTable.PARTITION_KEY).getBytes(UTF_8),
            payload(row));
    addHeaders(row, record.headers());
    return Optional.of(record);
  }

  private static void addHeaders(Struct row, Headers headers) {
    add(headers, "ce_specversion", "1.0");
    add(headers, CE_ID, required(row, OutboxTable.ID));
    add(headers, "ce_source", required(row, OutboxTable.SOURCE));
    add(headers, "ce_type", required(row, OutboxTable.TYPE));
    add(headers, "ce_subject", text(row, OutboxTable.SUBJECT));
    add(headers, "ce_time", text(row, OutboxTable.OCCURRED_AT));
    add(headers, "ce_partitionkey", required(row, OutboxTable.PARTITION_KEY));
    add(headers, "ce_correlationid", text(row, OutboxTable.CORRELATION_ID));
    add(headers, "ce_causationid", text(row, OutboxTable.CAUSATION_ID));
    add(headers, "ce_sequence", text(row, OutboxTable.SEQUENCE));
    add(headers, "content-type", text(row, OutboxTable.CONTENT_TYPE));
    add(headers, "traceparent", text(row, OutboxTable.TRACEPARENT));
    add(headers, "tracestate", text(row, OutboxTable.TRACESTATE));
  }

  private static void add(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }

  private static byte @Nullable [] payload(Struct row) {
    ByteBuffer payload = (ByteBuffer) row.get(OutboxTable.PAYLOAD);
    if (payload == null) {
      // A record without a value would be a tombstone, which no event ever is.
      throw unusable(row, OutboxTable.PAYLOAD);
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }

  private static String required(Struct row, String column) {
    String value = text(row, column);
    if (value == null) {
      throw unusable(row, column);
    }
    return value;
  }

  private static @Nullable String text(Struct row, String column) {
    Object value = row.get(column);
    return value == null ? null : value.toString();
  }

  private static RelayFailure unusable(Struct row, String column) {
    return new RelayFailure(
        ExitCode.FAILED,
        "Outbox row %s has no %s and can never be published"
            .formatted(row.get(OutboxTable.ID), column),
        null);
  }

  static String idOf(ProducerRecord<byte[], byte[]> record) {
    Header id = record.headers().lastHeader(CE_ID);
    return id == null ? "without an id" : new String(id.value(), UTF_8);
  }
}
