package dev.ensemble.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The outbox table's one statement: the rows of a transaction in one round trip, in order. */
final class OutboxTable {

  // The order of insertion is the order in the write-ahead log, and so on the topic.
  private static final String INSERT =
      """
      INSERT INTO messaging.outbox (
        id, topic, partition_key, type, source, subject, occurred_at, correlation_id,
        causation_id, sequence, content_type, traceparent, tracestate, payload)
      SELECT
        id, topic, partition_key, type, source, partition_key, occurred_at, partition_key,
        causation_id, sequence, 'application/json', traceparent, tracestate, payload
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY AS fact (
        id, topic, partition_key, type, source, occurred_at,
        causation_id, sequence, traceparent, tracestate, payload, place)
      ORDER BY place
      """;

  private record Column(
      String sqlType, IntFunction<Object[]> array, Function<OutboxRow, @Nullable Object> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("uuid", UUID[]::new, OutboxRow::id),
          new Column("text", String[]::new, row -> row.fact().topic()),
          new Column("text", String[]::new, row -> row.fact().key()),
          new Column("text", String[]::new, row -> row.fact().type()),
          new Column("text", String[]::new, OutboxRow::source),
          new Column("text", String[]::new, OutboxRow::occurredAt),
          new Column("text", String[]::new, row -> row.trail().causationId()),
          new Column("int8", Long[]::new, row -> row.fact().sequence()),
          new Column("text", String[]::new, row -> row.trail().traceparent()),
          new Column("text", String[]::new, row -> row.trail().tracestate()),
          new Column("bytea", byte[][]::new, row -> row.payload().bytes()));

  private final JdbcTemplate jdbc;

  OutboxTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Inserts the rows in their order. */
  void insert(List<OutboxRow> rows) {
    try {
      jdbc.update(connection -> statement(connection, rows));
    } catch (RuntimeException refused) {
      throw MissingPartition.ifThatIsIt("outbox", refused);
    }
  }

  private static PreparedStatement statement(Connection connection, List<OutboxRow> rows)
      throws SQLException {
    PreparedStatement insert = connection.prepareStatement(INSERT);
    for (int i = 0; i < COLUMNS.size(); i++) {
      Column column = COLUMNS.get(i);
      Object[] values = rows.stream().map(column.value()).toArray(column.array());
      insert.setArray(i + 1, connection.createArrayOf(column.sqlType(), values));
    }
    return insert;
  }
}
