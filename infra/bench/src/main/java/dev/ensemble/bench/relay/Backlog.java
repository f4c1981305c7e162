package dev.ensemble.bench.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * The rows that every contender is to send. They are written once, behind a slot that nobody reads;
 * each reader of the log gets a copy of that slot, and so the same log from the same place.
 */
final class Backlog {
  static final String TABLE = "bench.outbox";
  static final String POLLED_TABLE = "bench.polled";
  static final String PUBLICATION = "bench";
  private static final String FIRST_SLOT = "bench_first";

  private final Servers system;

  Backlog(Servers system) {
    this.system = system;
  }

  /** Makes the tables, then the slot, then the rows: one transaction each. */
  void write(long rows) {
    run(
        // All of the log is kept to the end, and checkpoints come when we ask for them.
        "ALTER SYSTEM SET max_slot_wal_keep_size = -1",
        "ALTER SYSTEM SET max_wal_size = '32GB'",
        "ALTER SYSTEM SET checkpoint_timeout = '1h'",
        "SELECT pg_reload_conf()",
        tables(),
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(FIRST_SLOT));
    append(1, rows);
  }

  /** Writes rows as fast as they come, none waiting for the disk. */
  void append(long first, long last) {
    run("SET synchronous_commit = off", "CALL bench.append(%d, %d)".formatted(first, last));
  }

  /** Fills the polling relay's table with the same rows. */
  void copyForPolling() {
    run("TRUNCATE bench.polled", "INSERT INTO bench.polled SELECT * FROM bench.outbox ORDER BY id");
    run("VACUUM (ANALYZE) bench.polled");
  }

  void copyForPolling(long first, long last) {
    run(
        "INSERT INTO bench.polled SELECT e.* FROM generate_series(%d, %d) n, bench.event(n) e"
            .formatted(first, last));
  }

  void emptyPolled() {
    run("TRUNCATE bench.polled");
  }

  /** A slot from which all rows come, whoever has read them before. */
  void slotBefore(String slot) {
    run(
        "SELECT pg_copy_logical_replication_slot('%s', '%s')".formatted(FIRST_SLOT, slot),
        "CHECKPOINT");
  }

  /** A slot from which what is written from now on comes. */
  void slotFromNow(String slot) {
    run("SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
  }

  /** Its reader has ended; a walsender may need a moment to notice. */
  void drop(String slot) {
    run(
        "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE slot_name = '%s' AND active"
            .formatted(slot),
        "SELECT pg_drop_replication_slot('%s')".formatted(slot));
  }

  void checkpoint() {
    run("CHECKPOINT");
  }

  private static String tables() {
    try (InputStream sql =
        Objects.requireNonNull(Backlog.class.getResourceAsStream("/backlog.sql"))) {
      return new String(sql.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String... statements) {
    try (Connection connection = system.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new Refusal("the backlog cannot be prepared: " + e.getMessage(), e);
    }
  }
}
