package dev.ensemble.bench.relay.contenders;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * The columns of one inserted row, as pgoutput tells them in binary: their number, then each with
 * its kind, its length and its bytes. Read anew for each row, so that rows make no garbage but what
 * is sent.
 */
final class PgOutputRow {
  private static final int RELATION_ID_BYTES = 4;

  /** {@code N}, for a new row. */
  private static final int NEW_ROW_BYTES = 1;

  private static final int COLUMN_COUNT_BYTES = 2;

  private byte[] id = {};
  private byte[] aggregateTypeBytes = {};
  private String aggregateType = "";
  private byte[] aggregateId = {};
  private byte[] payload = {};

  /** Reads the five columns in the table's order; the message's kind has been read. */
  void read(ByteBuffer message) {
    message.position(message.position() + RELATION_ID_BYTES + NEW_ROW_BYTES + COLUMN_COUNT_BYTES);
    lengthOfNext(message);
    id = new UUID(message.getLong(), message.getLong()).toString().getBytes(ISO_8859_1);
    byte[] type = next(message);
    if (!Arrays.equals(type, aggregateTypeBytes)) {
      aggregateTypeBytes = type;
      aggregateType = new String(type, ISO_8859_1);
    }
    aggregateId = next(message);
    skip(message);
    payload = next(message);
  }

  private static int lengthOfNext(ByteBuffer message) {
    byte kind = message.get();
    if (kind != 'b') {
      throw new IllegalStateException("a column of kind " + (char) kind + " is none of ours");
    }
    return message.getInt();
  }

  private static byte[] next(ByteBuffer message) {
    byte[] column = new byte[lengthOfNext(message)];
    message.get(column);
    return column;
  }

  private static void skip(ByteBuffer message) {
    int length = lengthOfNext(message);
    message.position(message.position() + length);
  }

  byte[] id() {
    return id;
  }

  String aggregateType() {
    return aggregateType;
  }

  byte[] aggregateId() {
    return aggregateId;
  }

  byte[] payload() {
    return payload;
  }
}
