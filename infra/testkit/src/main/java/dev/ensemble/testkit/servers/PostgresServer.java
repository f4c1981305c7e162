package dev.ensemble.testkit.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** A PostgreSQL on this machine, which a test may crash and stop, and starts again. */
public interface PostgresServer extends AutoCloseable {

  /** What it runs with, wherever it runs. */
  Map<String, String> SETTINGS =
      Map.of(
          "wal_level", "logical",
          "max_replication_slots", "50",
          "max_wal_senders", "50",
          "max_connections", "300",
          // A crash of the machine loses a test's database, and nobody minds.
          "fsync", "off",
          "synchronous_commit", "off",
          // A zone with an odd offset, unlike the JVM's: a lost zone shows at once.
          "timezone", "Pacific/Chatham");

  /** At the loopback address; the same one after each start. */
  int port();

  /** The server's superuser in this database, with a connection of its own for each call. */
  DataSource superuser(String database);

  /** What the server says; there as long as this JVM. */
  Path log();

  /**
   * Ends the server as its own crash would: nothing is tidied up, and what a checkpoint would have
   * written is read from the WAL again at the next start.
   */
  void crash();

  /** Ends it in good order; returns how long that took. At most a minute, then it is crashed. */
  Duration stop();

  /** With the data that it had, at the port that it had; returns when it takes connections. */
  void startAgain();

  @Override
  void close();
}
