package dev.ensemble.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The outbox table's one statement: the rows of a transaction in one round trip, in order. */
final class OutboxTable {

  // The order of insertion is the order in the write-ahead log, and so on the topic. An array that
  // is shorter than the others is filled up with NULL: where all rows have one topic, it is sent
  // once, and the array is empty; so is one that would hold nothing.
  private static final String INSERT =
      """
      INSERT INTO messaging.outbox (
        id, topic, partition_key, type, source, subject, occurred_at, correlation_id,
        causation_id, sequence, content_type, traceparent, tracestate, payload)
      SELECT
        id, coalesce(topic, ?), partition_key, coalesce(type, ?), coalesce(source, ?),
        partition_key, occurred_at, partition_key,
        causation_id, sequence, 'application/json', traceparent, tracestate, payload
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY AS fact (
        id, topic, partition_key, type, source, occurred_at,
        causation_id, sequence, traceparent, tracestate, payload, place)
      ORDER BY place
      """;

  /** How many parameters stand before the first column's. */
  private static final int COMMON = 3;

  /**
   * One array of the statement.
   *
   * @param isOftenOne whether there is a parameter for the value that all rows have
   */
  private record Column(
      String sqlType,
      IntFunction<Object[]> array,
      Function<OutboxRow, @Nullable Object> value,
      boolean isOftenOne) {

    static Column text(Function<OutboxRow, @Nullable Object> value) {
      return new Column("text", String[]::new, value, false);
    }

    static Column oftenOne(Function<OutboxRow, @Nullable Object> value) {
      return new Column("text", String[]::new, value, true);
    }

    Object[] of(List<OutboxRow> rows) {
      @Nullable Object first = value.apply(rows.getFirst());
      boolean isSaidOnce =
          (first == null || isOftenOne)
              && rows.stream().allMatch(row -> Objects.equals(value.apply(row), first));
      return isSaidOnce ? array.apply(0) : rows.stream().map(value).toArray(array);
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("uuid", UUID[]::new, OutboxRow::id, false),
          Column.oftenOne(row -> row.fact().topic()),
          Column.text(row -> row.fact().key()),
          Column.oftenOne(row -> row.fact().type()),
          Column.oftenOne(OutboxRow::source),
          Column.text(OutboxRow::occurredAt),
          Column.text(row -> row.trail().causationId()),
          new Column("int8", Long[]::new, row -> row.fact().sequence(), false),
          Column.text(row -> row.trail().traceparent()),
          Column.text(row -> row.trail().tracestate()),
          new Column("bytea", byte[][]::new, row -> row.payload().bytes(), false));

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
    OutboxRow first = rows.getFirst();
    insert.setString(1, first.fact().topic());
    insert.setString(2, first.fact().type());
    insert.setString(3, first.source());
    for (int i = 0; i < COLUMNS.size(); i++) {
      Column column = COLUMNS.get(i);
      Object[] values = column.of(rows);
      insert.setArray(COMMON + i + 1, connection.createArrayOf(column.sqlType(), values));
    }
    return insert;
  }
}
