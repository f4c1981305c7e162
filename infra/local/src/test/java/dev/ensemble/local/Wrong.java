package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A corruption in force: done when it is opened, undone when it is closed. */
final class Wrong implements AutoCloseable {
  private final Connection connection;
  private final Corruption corruption;
  private final String partition;
  private final String place;
  private final @Nullable Object before;

  Wrong(Stack stack, Corruption corruption) throws SQLException {
    this.corruption = corruption;
    this.connection = connectAsSuperuser(stack, corruption.database());
    String first =
        "SELECT tableoid::regclass::text, ctid::text, %s FROM %s WHERE %s ORDER BY 1, 2 LIMIT 1"
            .formatted(corruption.column(), corruption.table(), corruption.where());
    try (Statement sql = connection.createStatement()) {
      // Foreign keys and triggers are there for honest sessions.
      sql.execute("SET session_replication_role = replica");
      try (ResultSet found = sql.executeQuery(first)) {
        assertThat(found.next()).as("a row for: " + corruption).isTrue();
        partition = found.getString(1);
        before = found.getObject(3);
        place = set(corruption.wrong(), found.getString(2));
      }
    }
  }

  static Connection connectAsSuperuser(Stack stack, Program service) throws SQLException {
    return DriverManager.getConnection(
        stack.jdbcUrl(service), "postgres", stack.secrets().password("postgres"));
  }

  /** Sets the column of the row at that place, and says where the row lies then. */
  private String set(String value, String at, Object... parameters) throws SQLException {
    String update =
        "UPDATE %s SET %s = %s WHERE ctid = '%s' RETURNING ctid::text"
            .formatted(partition, corruption.column(), value, at);
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      for (int index = 0; index < parameters.length; index++) {
        statement.setObject(index + 1, parameters[index]);
      }
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).as("the row of: " + corruption).isTrue();
        return row.getString(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    String repaired = before == null ? set("NULL", place) : set("?", place, before);
    assertThat(repaired).isNotEmpty();
    connection.close();
  }
}
