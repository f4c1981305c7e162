package dev.ensemble.local.invariants;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One service's database, read row by row so that its size does not matter. */
final class Database implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 1_000;

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  static Database open(String url, Evidence evidence) {
    try {
      Connection connection =
          DriverManager.getConnection(url, evidence.user(), evidence.password());
      connection.setReadOnly(true);
      connection.setAutoCommit(false); // the driver streams rows only within a transaction
      return new Database(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + url, e);
    }
  }

  @FunctionalInterface
  interface EachRow {
    void accept(ResultSet row) throws SQLException;
  }

  void each(String sql, EachRow reader) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.accept(rows);
        }
      }
      connection.rollback(); // the next question sees what has been committed until then
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask: " + sql, e);
    }
  }

  /** The first column of all rows. */
  List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    each(sql, row -> texts.add(row.getString(1)));
    return texts;
  }

  long number(String sql) {
    long[] number = new long[1];
    each(sql, row -> number[0] = row.getLong(1));
    return number[0];
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
