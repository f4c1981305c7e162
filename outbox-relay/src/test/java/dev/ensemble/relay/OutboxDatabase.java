package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A fresh database with an outbox of the shape that the relay reads, written to by its owner. */
final class OutboxDatabase {
  static final String TABLE =
      """
      CREATE SCHEMA messaging;
      CREATE TABLE messaging.outbox (
          id uuid NOT NULL, topic text NOT NULL, partition_key text NOT NULL, type text NOT NULL,
          source text NOT NULL, subject text NOT NULL, occurred_at text NOT NULL,
          correlation_id text NOT NULL, causation_id text, sequence bigint NOT NULL,
          content_type text NOT NULL, traceparent text, tracestate text, payload bytea NOT NULL,
          PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE TABLE messaging.outbox_all PARTITION OF messaging.outbox
          FOR VALUES FROM (MINVALUE) TO (MAXVALUE);
      GRANT USAGE ON SCHEMA messaging TO relay;
      GRANT SELECT ON messaging.outbox TO relay;
      """;
  static final String PUBLICATION =
      """
      CREATE PUBLICATION outbox FOR TABLE messaging.outbox
          WITH (publish = 'insert', publish_via_partition_root = true);
      """;

  private final TestDatabase database = TestDatabase.create("relaytest");

  private OutboxDatabase() {}

  /** Migrated and ready to be relayed. */
  static OutboxDatabase create() {
    OutboxDatabase outbox = notMigrated();
    outbox.asOwner(TABLE + PUBLICATION);
    return outbox;
  }

  static OutboxDatabase notMigrated() {
    return new OutboxDatabase();
  }

  SourceSettings settings() {
    return settings(database.relayUser(), slot());
  }

  SourceSettings settings(String role, String slot) {
    return new SourceSettings(
        database.jdbcUrl(), role, database.password(), slot, "outbox", "messaging.outbox");
  }

  SourceSettings settingsWithParameter(String parameter) {
    return new SourceSettings(
        database.jdbcUrl() + "?" + parameter,
        database.relayUser(),
        database.password(),
        slot(),
        "outbox",
        "messaging.outbox");
  }

  TestDatabase database() {
    return database;
  }

  String slot() {
    return "slot_" + database.name();
  }

  void asOwner(String sql) {
    execute(database.owner(), sql);
  }

  void asSuperuser(String sql) {
    execute(database.superuser(), sql);
  }

  private static void execute(DataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  @Nullable String query(String sql) {
    try (Connection connection = database.superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nullable String slotColumn(String column) {
    return query(
        "SELECT %s FROM pg_replication_slots WHERE slot_name = '%s'".formatted(column, slot()));
  }

  /** The server notices a reader that has gone a moment after it went. */
  void awaitFreeSlot() {
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> !"t".equals(slotColumn("active")));
  }

  /** Slots are the server's, not the database's: a test gives its own back. */
  void dropSlot() {
    awaitFreeSlot();
    query(
        """
        SELECT pg_drop_replication_slot(slot_name)
          FROM pg_replication_slots WHERE slot_name = '%s'
        """
            .formatted(slot()));
  }

  /** In one session, so that the reader cannot come back in between. */
  void dropSlotUnderItsReader() {
    asSuperuser(
        """
        DO $$ BEGIN
          PERFORM pg_terminate_backend(active_pid, 5000)
             FROM pg_replication_slots WHERE slot_name = '%1$s';
          PERFORM pg_drop_replication_slot('%1$s');
        END $$
        """
            .formatted(slot()));
  }

  /** As somebody does who wants to be rid of what the server keeps for it. */
  void moveSlotToTheEnd() {
    awaitFreeSlot();
    // Commits are asynchronous here, and a slot is moved no further than what is flushed: the last
    // rows would still come by it.
    query("SELECT pg_logical_emit_message(false, 'test', '', true)");
    query("SELECT pg_replication_slot_advance('%s', pg_current_wal_lsn())".formatted(slot()));
  }

  Connection connect() throws SQLException {
    return database.owner().getConnection();
  }

  /** One row in a transaction of its own. */
  UUID insert(String topic, String key, long sequence) {
    try (Connection connection = connect()) {
      return insert(connection, topic, key, sequence);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A row that stays as large when it is compressed, in a transaction of its own. */
  UUID insertLarge(String topic, String key, long sequence, int bytes) {
    try (Connection connection = connect()) {
      return insert(connection, topic, key, sequence, incompressible(bytes));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] incompressible(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(7).nextBytes(payload);
    return payload;
  }

  static UUID insert(Connection connection, String topic, String key, long sequence)
      throws SQLException {
    byte[] payload = "{\"n\":%d}".formatted(sequence).getBytes(UTF_8);
    return insert(connection, topic, key, sequence, payload);
  }

  static UUID insert(Connection connection, String topic, String key, long sequence, byte[] payload)
      throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO messaging.outbox
            VALUES (?, ?, ?, 'thing.counted.v1', '/tests/counter', ?, '2026-11-21T01:02:03.456789Z',
                    ?, ?, ?, 'application/json',
                    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', NULL, ?)
            """)) {
      statement.setObject(1, id);
      statement.setString(2, topic);
      statement.setString(3, key);
      statement.setString(4, key);
      statement.setString(5, key);
      statement.setString(6, sequence == 1 ? null : "cause-" + sequence);
      statement.setLong(7, sequence);
      statement.setBytes(8, payload);
      statement.executeUpdate();
    }
    return id;
  }
}
