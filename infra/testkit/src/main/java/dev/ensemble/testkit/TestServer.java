package dev.ensemble.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The one PostgreSQL server of this JVM, started at first use and stopped with the JVM. */
final class TestServer {

  /** A cold machine unpacks and initialises in seconds; a loaded one may take far longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  static final EmbeddedPostgres RUNNING = start();

  private TestServer() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setPGStartupWait(START_PATIENCE)
          .setServerConfig("wal_level", "logical")
          .setServerConfig("max_replication_slots", "50")
          .setServerConfig("max_wal_senders", "50")
          .setServerConfig("max_connections", "300")
          // Loaded for all, counting for none: a test that needs its counts switches them on.
          .setServerConfig("shared_preload_libraries", "pg_stat_statements")
          .setServerConfig("pg_stat_statements.track", "none")
          // A crash of the machine loses a test's database, and nobody minds.
          .setServerConfig("fsync", "off")
          .setServerConfig("synchronous_commit", "off")
          // A zone with an odd offset, unlike the JVM's: a lost zone shows at once.
          .setServerConfig("timezone", "Pacific/Chatham")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the test's PostgreSQL did not start", e);
    }
  }
}
