package dev.ensemble.chaos.check;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One service's database, written to as the service would: what belongs together commits together.
 */
final class Rows implements AutoCloseable {
  static final String SUPERUSER = "postgres";

  private static final NoArgGenerator IDS = Generators.timeBasedEpochRandomGenerator();

  private final String service;
  private final Connection connection;

  Rows(String service, String url, String password) throws SQLException {
    this.service = service;
    this.connection = DriverManager.getConnection(url, SUPERUSER, password);
    connection.setAutoCommit(false);
  }

  static UUID newId() {
    return IDS.generate();
  }

  /** Each {@code ?} is a value that PostgreSQL converts to what it needs. */
  void run(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  void remember(Event cause) throws SQLException {
    run("INSERT INTO messaging.processed_events VALUES (?, ?, 1)", service, cause.id());
  }

  /** An event that was told of an order. */
  record Event(UUID id, String type) {}

  Event tell(UUID order, String type, long version, @Nullable Event cause) throws SQLException {
    Event event = new Event(newId(), type);
    run(
        """
        INSERT INTO messaging.outbox (id, topic, partition_key, type, source, subject, occurred_at,
          correlation_id, causation_id, sequence, content_type, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'application/json', '{"a":1}')
        """,
        event.id(),
        service + ".events",
        order.toString(),
        type,
        "/ensemble/" + service + "-service",
        order.toString(),
        Instant.now().toString(),
        order.toString(),
        cause == null ? null : cause.id().toString(),
        version);
    return event;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Several statements at once, past triggers and foreign keys. */
  void force(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      statement.execute(sql);
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
