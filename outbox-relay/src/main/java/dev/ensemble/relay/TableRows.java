package dev.ensemble.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * The outbox table itself, read in the form in which the stream brings rows: COPY's binary format
 * has the same values.
 */
final class TableRows implements AutoCloseable {
  // Sorting all rows of a large table takes its time before the first one comes.
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(30);
  // Signature, flags, and the length of an extension that nobody has made.
  private static final int COPY_HEADER = 11 + 4;

  private final Connection connection;
  private final PGConnection postgres;
  private final SourceSettings settings;
  private final RowMapping mapping;
  private final String columns;

  /** What is done with a row, which is valid only during the call. */
  interface Reader {
    void row(RowMapping mapping, Row row) throws InterruptedException;
  }

  private TableRows(Connection connection, SourceSettings settings, List<RowMapping.Column> columns)
      throws SQLException {
    this.connection = connection;
    this.postgres = connection.unwrap(PGConnection.class);
    this.settings = settings;
    this.mapping = RowMapping.of(settings.completeRow(), columns, types(settings));
    List<String> quoted = new ArrayList<>();
    for (RowMapping.Column column : columns) {
      quoted.add(postgres.escapeIdentifier(column.name()));
    }
    this.columns = String.join(", ", quoted);
  }

  static TableRows open(SourceSettings settings) throws SQLException {
    Connection connection = SourceDatabase.connect(settings, "table", ANSWER_TIMEOUT);
    try {
      return new TableRows(connection, settings, columns(connection, settings));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Those that a record is made of; one that the table lacks is the mapping's to refuse. */
  private static List<RowMapping.Column> columns(Connection connection, SourceSettings settings)
      throws SQLException {
    Map<String, Integer> types = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.COLUMNS)) {
      statement.setString(1, settings.tableSql());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          types.put(row.getString(1), (int) row.getLong(2));
        }
      }
    }
    List<RowMapping.Column> columns = new ArrayList<>();
    for (String name : settings.completeRow().columns().keySet()) {
      Integer type = types.get(name);
      if (type != null) {
        columns.add(new RowMapping.Column(name, type));
      }
    }
    return columns;
  }

  private static ColumnTypes types(SourceSettings settings) throws SQLException {
    try (SourceDatabase database = SourceDatabase.open(settings, "types")) {
      return database.columnTypes();
    }
  }

  /** From now on only rows that the snapshot shows. */
  void takeSnapshot(String snapshot) throws SQLException {
    // The topics are read meanwhile, for as long as they are.
    try (Statement statement = connection.createStatement()) {
      statement.execute(SourceSql.NO_TIMEOUTS);
    }
    connection.setAutoCommit(false);
    // Only a transaction that keeps one snapshot throughout can take on a foreign one.
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SourceSql.TAKE_SNAPSHOT.formatted(snapshot));
    }
  }

  long count() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SourceSql.COUNT.formatted(settings.tableSql()))) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Whether there is a row with that id. */
  boolean find(String id, Reader reader) throws SQLException, InterruptedException {
    String column = postgres.escapeIdentifier(RowSettings.named(settings.completeRow().id()));
    return read("WHERE %s = '%s'".formatted(column, postgres.escapeLiteral(id)), reader) > 0;
  }

  /** Every {@code parts}-th key's rows, in no order. */
  long some(int part, int parts, Reader reader) throws SQLException, InterruptedException {
    return read(where(part, parts), reader);
  }

  /** The same rows, each key's in the order in which they were committed. */
  long someInOrder(int part, int parts, Reader reader) throws SQLException, InterruptedException {
    List<String> order = new ArrayList<>();
    order.add(key());
    for (String column : settings.completeRow().orderColumns()) {
      order.add(postgres.escapeIdentifier(column));
    }
    return read(where(part, parts) + " ORDER BY " + String.join(", ", order), reader);
  }

  private String where(int part, int parts) throws SQLException {
    return parts == 1 ? "" : SourceSql.PART.formatted(key(), parts, part);
  }

  private String key() throws SQLException {
    return postgres.escapeIdentifier(RowSettings.named(settings.completeRow().key()));
  }

  private long read(String rest, Reader reader) throws SQLException, InterruptedException {
    String sql = SourceSql.COPY_ROWS.formatted(columns, settings.tableSql(), rest);
    Row row = new Row();
    long count = 0;
    try (PGCopyInputStream copy = new PGCopyInputStream(postgres, sql);
        DataInputStream data = new DataInputStream(new java.io.BufferedInputStream(copy))) {
      data.skipNBytes(COPY_HEADER);
      data.skipNBytes(data.readInt());
      while (row.readCopied(data)) {
        reader.row(mapping, row);
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new SQLException("Reading table " + settings.table() + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
