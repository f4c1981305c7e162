package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Evidence;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One service's database, as a role sees it that can only read. */
final class Rows implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 1_000;

  private final Connection connection;

  private Rows(Connection connection) {
    this.connection = connection;
  }

  static Rows of(String url, Evidence evidence) {
    try {
      Connection connection =
          DriverManager.getConnection(url, evidence.user(), evidence.password());
      connection.setReadOnly(true);
      connection.setAutoCommit(false); // the driver streams rows only within a transaction
      return new Rows(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + url, e);
    }
  }

  @FunctionalInterface
  interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  void each(String query, Reader reader, String... parameters) {
    try (PreparedStatement sql = connection.prepareStatement(query)) {
      sql.setFetchSize(ROWS_AT_ONCE);
      for (int i = 0; i < parameters.length; i++) {
        sql.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask: " + query, e);
    }
  }

  /** The first column. */
  List<String> texts(String query, String... parameters) {
    List<String> texts = new ArrayList<>();
    each(query, row -> texts.add(row.getString(1)), parameters);
    return texts;
  }

  long number(String query) {
    long[] number = new long[1];
    each(query, row -> number[0] = row.getLong(1));
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
