package dev.ensemble.local.invariants;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One service's database, as a role sees it that can only read: row by row, so that its size does
 * not matter. What cannot be read is an {@link IllegalStateException}.
 */
public final class Database implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 1_000;

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Until it is closed; each question sees what has been committed until then. */
  public static Database open(String url, Evidence evidence) {
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
  public interface EachRow {
    /** It stays on this row. */
    void accept(ResultSet row) throws SQLException;
  }

  /** In the order of the query; its parameters are texts. */
  public void each(String sql, EachRow reader, String... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(ROWS_AT_ONCE);
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
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
  public List<String> texts(String sql, String... parameters) {
    List<String> texts = new ArrayList<>();
    each(sql, row -> texts.add(row.getString(1)), parameters);
    return texts;
  }

  /** The first column of the last row; 0 where there is none. */
  public long number(String sql) {
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
