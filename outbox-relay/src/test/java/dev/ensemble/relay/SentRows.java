package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.relay.RowMapping.Column;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL's plug-in pgoutput sends for the rows of a table, read over plain SQL. */
record SentRows(List<Column> columns, List<Row> rows) {

  /** The slot must have been made before the rows; it stays where it stands. */
  static SentRows peek(OutboxDatabase database, String publication, boolean binary) {
    // What is not yet on disk is not decoded, and here a commit does not wait for the disk.
    database.query("SELECT pg_logical_emit_message(false, 'test', '', true)");
    List<Column> columns = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    try (Connection connection = database.database().superuser().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT data FROM pg_logical_slot_peek_binary_changes(?, NULL, NULL,
                    'proto_version', '1', 'publication_names', ?, 'binary', ?)
                """)) {
      statement.setString(1, database.slot());
      statement.setString(2, publication);
      statement.setString(3, Boolean.toString(binary));
      try (ResultSet messages = statement.executeQuery()) {
        while (messages.next()) {
          read(insideMore(messages.getBytes(1)), columns, rows);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new SentRows(columns, rows);
  }

  /** As a driver hands it out: behind something else in the same array. */
  private static ByteBuffer insideMore(byte[] message) {
    byte[] array = new byte[message.length + 7];
    System.arraycopy(message, 0, array, 5, message.length);
    return ByteBuffer.wrap(array, 5, message.length).slice();
  }

  private static void read(ByteBuffer message, List<Column> columns, List<Row> rows) {
    switch (message.get()) {
      case 'R' -> {
        columns.clear();
        message.getInt();
        text(message);
        text(message);
        message.get();
        for (int left = message.getShort(); left > 0; left--) {
          message.get();
          String name = text(message);
          columns.add(new Column(name, message.getInt()));
          message.getInt();
        }
      }
      case 'I' -> {
        message.getInt();
        message.get();
        Row row = new Row();
        row.read(message);
        rows.add(row);
      }
      default -> {
        // Begins and commits.
      }
    }
  }

  private static String text(ByteBuffer message) {
    int from = message.position();
    int length = 0;
    while (message.get() != 0) {
      length++;
    }
    return new String(message.array(), message.arrayOffset() + from, length, UTF_8);
  }
}
