package dev.ensemble.relay;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Outbox rows that carry their own place in the order of commits: a key's next numbers are drawn
 * from a row that stays locked until the commit, and are given back by a rollback.
 */
final class Numbered {
  private static final String TABLE =
      "CREATE TABLE messaging.numbers (key text PRIMARY KEY, n bigint NOT NULL)";

  private static final String DRAW =
      """
      INSERT INTO messaging.numbers AS numbers VALUES (?, ?)
      ON CONFLICT (key) DO UPDATE SET n = numbers.n + EXCLUDED.n
      RETURNING n
      """;

  private static final String ROWS =
      """
      INSERT INTO messaging.outbox
      SELECT gen_random_uuid(), ?, ?, 'thing.counted.v1', '/tests/drill', 's',
             '2026-11-21T01:02:03Z', 'c', NULL, number, 'application/json', NULL, NULL,
             convert_to(rpad('{"n":' || number || '}', ?), 'UTF8')
        FROM generate_series(?, ?) number ORDER BY number
      """;

  private static final String COPY =
      """
      COPY messaging.outbox (id, topic, partition_key, type, source, subject, occurred_at,
                             correlation_id, sequence, content_type, payload) FROM STDIN
      """;

  private final OutboxDatabase database;
  private final String topic;

  private Numbered(OutboxDatabase database, String topic) {
    this.database = database;
    this.topic = topic;
  }

  static Numbered in(OutboxDatabase database, Topic topic) {
    database.asOwner(TABLE);
    return new Numbered(database, topic.name());
  }

  /** Writes the key's next rows in one statement, in the connection's transaction. */
  void insert(Connection connection, String key, int count, int payloadBytes) throws SQLException {
    long last = draw(connection, key, count);
    try (PreparedStatement rows = connection.prepareStatement(ROWS)) {
      rows.setString(1, topic);
      rows.setString(2, key);
      rows.setInt(3, payloadBytes);
      rows.setLong(4, last - count + 1);
      rows.setLong(5, last);
      rows.executeUpdate();
    }
  }

  /** The key's next numbers are the caller's, up to the one returned, once it commits. */
  private static long draw(Connection connection, String key, int count) throws SQLException {
    try (PreparedStatement draw = connection.prepareStatement(DRAW)) {
      draw.setString(1, key);
      draw.setInt(2, count);
      try (ResultSet drawn = draw.executeQuery()) {
        drawn.next();
        return drawn.getLong(1);
      }
    }
  }

  /** As COPY writes them: many rows in one record of the WAL, all at the same position. */
  void copy(Connection connection, String key, int count) throws SQLException {
    long last = draw(connection, key, count);
    StringBuilder rows = new StringBuilder();
    for (long number = last - count + 1; number <= last; number++) {
      rows.append(
          "%s\t%s\t%s\tthing.counted.v1\t/tests\ts\t2026-11-21T01:02:03Z\tc\t%d\ttext/plain\tx\n"
              .formatted(UUID.randomUUID(), topic, key, number));
    }
    try {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      copy.copyIn(COPY, new StringReader(rows.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What must be on the topic: the last number of each key, as committed. */
  Map<String, Long> committed() throws SQLException {
    Map<String, Long> last = new HashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT partition_key, max(sequence), count(*) FROM messaging.outbox GROUP BY 1")) {
      while (rows.next()) {
        if (rows.getLong(2) != rows.getLong(3)) {
          throw new IllegalStateException(
              "The numbers of %s have gaps".formatted(rows.getString(1)));
        }
        last.put(rows.getString(1), rows.getLong(2));
      }
    }
    return last;
  }
}
