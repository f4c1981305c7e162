package dev.ensemble.testkit;

import dev.ensemble.testkit.faults.Signal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.util.FileSystemUtils;

/** The one PostgreSQL server of this JVM, started at first use and stopped with the JVM. */
final class TestServer {

  /** A cold machine unpacks and initialises in seconds; a loaded one may take far longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** Somebody holds it up who is not ours to wait for. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  /** A file, because what a pipe holds is lost once the launcher's own process has ended. */
  static final Path LOG = newLog();

  /** Outlives the server, so that it can be started again. */
  private static final Path DATA = newDataFolder();

  private static volatile EmbeddedPostgres running = start();

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

  private static Path newDataFolder() {
    Runtime.getRuntime().addShutdownHook(new Thread(TestServer::leave, "testkit-postgres-stop"));
    try {
      return Files.createTempDirectory("testkit-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void leave() {
    try {
      running.close();
      FileSystemUtils.deleteRecursively(DATA);
    } catch (IOException e) {
      throw new UncheckedIOException("left behind: " + DATA, e);
    }
  }

  static EmbeddedPostgres running() {
    return running;
  }

  /**
   * Ends the server as its own crash would: nothing is tidied up, and what a checkpoint would have
   * written is read from the WAL again at the next start.
   */
  static void crash() {
    end(Signal.QUIT);
  }

  /** Ends it in good order; returns how long that took. */
  static Duration stop() {
    long start = System.nanoTime();
    end(Signal.INT);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void end(Signal signal) {
    try {
      long pid = Long.parseLong(Files.readAllLines(DATA.resolve("postmaster.pid")).getFirst());
      ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
      signal.to(pid);
      try {
        server.onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        Signal.QUIT.to(pid);
        server.onExit().join();
      }
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** With the data that it had, at the port that it had. */
  static void startAgain() {
    running = start(running.getPort());
  }

  private static EmbeddedPostgres start() {
    return start(0);
  }

  private static EmbeddedPostgres start(int port) {
    try {
      EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
      if (port != 0) {
        builder.setPort(port);
      }
      return builder
          .setDataDirectory(DATA)
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
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
