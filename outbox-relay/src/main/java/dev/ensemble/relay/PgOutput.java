package dev.ensemble.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the messages of PostgreSQL's plug-in pgoutput, protocol version 1, and tells a listener
 * what they say about one table ("Logical Replication Message Formats", PostgreSQL 18, section
 * 54.9). Other tables' rows, updates, deletes and truncations are passed over: nothing but an
 * insert is an event.
 */
final class PgOutput {
  /** In the order of the stream: begin, rows, commit; and messages, between transactions. */
  interface Listener {
    /**
     * A transaction's rows follow.
     *
     * @param commitLsn where the transaction's commit stands in the WAL; transactions come in this
     *     order
     * @param commitMicros when it committed, in microseconds since 1970
     */
    void begin(long commitLsn, long commitMicros) throws InterruptedException;

    /** The row is valid only during the call. */
    void row(RowMapping mapping, Row row) throws InterruptedException;

    void commit(long endLsn) throws InterruptedException;

    /** Outside of every transaction; what it says is nobody's business. */
    void message(long lsn) throws InterruptedException;
  }

  /** Says how a table's rows become records; asked again when its columns change. */
  interface Mappings {
    RowMapping of(List<RowMapping.Column> columns);
  }

  private static final long MICROS_FROM_1970_TO_2000 = 946_684_800_000_000L;
  private static final int NOT_TRANSACTIONAL = 0;

  private final String schema;
  private final String table;
  private final Mappings mappings;
  private final Map<Integer, RowMapping> relations = new HashMap<>();
  private final Row row = new Row();

  PgOutput(String schema, String table, Mappings mappings) {
    this.schema = schema;
    this.table = table;
    this.mappings = mappings;
  }

  /** How far the slot may move once this message and all before it are done; 0 is no farther. */
  static long confirmableLsn(ByteBuffer message) {
    int at = message.position();
    return switch (message.get(at)) {
      // Flags, commit LSN, then the end of the transaction.
      case 'C' -> message.getLong(at + 1 + 1 + Long.BYTES);
      case 'M' -> message.get(at + 1) == NOT_TRANSACTIONAL ? message.getLong(at + 2) : 0;
      default -> 0;
    };
  }

  void decode(ByteBuffer message, Listener listener) throws InterruptedException {
    switch (message.get()) {
      case 'B' -> {
        long commitLsn = message.getLong();
        listener.begin(commitLsn, message.getLong() + MICROS_FROM_1970_TO_2000);
      }
      case 'C' -> listener.commit(message.getLong(message.position() + 1 + Long.BYTES));
      case 'R' -> relation(message);
      case 'I' -> insert(message, listener);
      case 'M' -> {
        if (message.get() == NOT_TRANSACTIONAL) {
          listener.message(message.getLong());
        }
      }
      default -> {
        // Origins, types, updates, deletes, truncations.
      }
    }
  }

  private void relation(ByteBuffer message) {
    int id = message.getInt();
    String namespace = text(message);
    if (!text(message).equals(table) || !namespace.equals(schema)) {
      relations.remove(id);
      return;
    }
    message.get(); // replica identity
    int count = message.getShort();
    List<RowMapping.Column> columns = new ArrayList<>(count);
    for (int column = 0; column < count; column++) {
      message.get(); // whether it is part of the key
      String name = text(message);
      int type = message.getInt();
      message.getInt(); // type modifier
      columns.add(new RowMapping.Column(name, type));
    }
    relations.put(id, mappings.of(columns));
  }

  private void insert(ByteBuffer message, Listener listener) throws InterruptedException {
    RowMapping mapping = relations.get(message.getInt());
    if (mapping == null) {
      return;
    }
    message.get(); // 'N', a new tuple
    row.read(message);
    listener.row(mapping, row);
  }

  private static String text(ByteBuffer message) {
    int from = message.position();
    int to = from;
    while (message.get(to) != 0) {
      to++;
    }
    String text =
        new String(
            message.array(), message.arrayOffset() + from, to - from, StandardCharsets.UTF_8);
    message.position(to + 1);
    return text;
  }
}
