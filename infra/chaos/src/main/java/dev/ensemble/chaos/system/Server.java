package dev.ensemble.chaos.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL's server as its owner sees it, who may break it.
 *
 * @param port on 127.0.0.1
 * @param password of the role {@code postgres}
 */
public record Server(int port, String password) {
  private static final int SECONDS_MAX = 10;

  /** The first column of the first row, zero where there is none. */
  public long ask(String query) throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/postgres?connectTimeout=%2$d&socketTimeout=%2$d"
            .formatted(port, SECONDS_MAX);
    try (Connection connection = DriverManager.getConnection(url, "postgres", password);
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL at " + port;
  }
}
