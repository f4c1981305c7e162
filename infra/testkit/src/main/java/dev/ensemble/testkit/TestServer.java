package dev.ensemble.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The one PostgreSQL server of this JVM, started at first use and stopped with the JVM. */
final class TestServer {

  /** A cold machine unpacks and initialises in seconds; a loaded one may take far longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** A file, because what a pipe holds is lost once the launcher's own process has ended. */
  static final Path LOG = newLog();

  static final EmbeddedPostgres RUNNING = start();

  private TestServer() {}

  private static Path newLog() {
    try {
      Path log = Files.createTempFile("testkit-postgres", ".log");
      log.toFile().deleteOnExit();
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setPGStartupWait(START_PATIENCE)
          .setOutputRedirector(Redirect.appendTo(LOG.toFile()))
          .setErrorRedirector(Redirect.appendTo(LOG.toFile()))
          .setServerConfig("wal_level", "logical")
          .setServerConfig("max_replication_slots", "50")
          .setServerConfig("max_wal_senders", "50")
          .setServerConfig("max_connections", "300")
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
