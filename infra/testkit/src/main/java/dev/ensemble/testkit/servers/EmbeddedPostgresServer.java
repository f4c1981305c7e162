package dev.ensemble.testkit.servers;

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
import javax.sql.DataSource;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL's own binaries as a child process of the test's JVM. */
final class EmbeddedPostgresServer implements PostgresServer {

  /** A cold machine unpacks and initialises in seconds; a loaded one may take far longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** Somebody holds it up who is not ours to wait for. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  /** A file, because what a pipe holds is lost once the launcher's own process has ended. */
  private final Path log;

  /** Outlives the server, so that it can be started again. */
  private final Path data;

  private volatile EmbeddedPostgres running;

  EmbeddedPostgresServer() {
    try {
      log = Files.createTempFile("testkit-postgres", ".log");
      log.toFile().deleteOnExit();
      data = Files.createTempDirectory("testkit-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running = start(0);
  }

  @Override
  public int port() {
    return running.getPort();
  }

  @Override
  public DataSource superuser(String database) {
    return running.getDatabase("postgres", database);
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public void crash() {
    end(Signal.QUIT);
  }

  @Override
  public Duration stop() {
    long start = System.nanoTime();
    end(Signal.INT);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void end(Signal signal) {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
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

  @Override
  public void startAgain() {
    running = start(running.getPort());
  }

  private EmbeddedPostgres start(int port) {
    try {
      EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
      if (port != 0) {
        builder.setPort(port);
      }
      SETTINGS.forEach(builder::setServerConfig);
      return builder
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setPGStartupWait(START_PATIENCE)
          .setOutputRedirector(Redirect.appendTo(log.toFile()))
          .setErrorRedirector(Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the test's PostgreSQL did not start", e);
    }
  }

  @Override
  public void close() {
    try {
      running.close();
      FileSystemUtils.deleteRecursively(data);
    } catch (IOException e) {
      throw new UncheckedIOException("left behind: " + data, e);
    }
  }
}
