package dev.ensemble.testkit.servers;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.util.DriverDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** PostgreSQL's public image. */
final class ContainerPostgresServer implements PostgresServer {

  /** The series that the embedded binaries belong to as well. */
  static final String IMAGE = "postgres:18";

  private static final int PORT = 5432;
  private static final String PASSWORD = "not-a-secret";

  /** An image that is there initialises in seconds; a loaded machine may take far longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** Somebody holds it up who is not ours to wait for. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  private final int port = FreePorts.of(1)[0];
  private final Path log;
  private final GenericContainer<?> container;

  ContainerPostgresServer() {
    try {
      log = Files.createTempFile("testkit-postgres", ".log");
      log.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of("postgres"));
    SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    container =
        new GenericContainer<>(IMAGE)
            .withEnv("POSTGRES_PASSWORD", PASSWORD)
            .withCommand(command.toArray(String[]::new))
            .withExposedPorts(PORT)
            .waitingFor(new Answers());
    DockerEngine.bind(container, port, PORT);
    container.start();
    follow();
  }

  /** Each start tells everything from the beginning: the file is written anew, and then grows. */
  private void follow() {
    try {
      Files.writeString(log, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    container.followOutput(this::write, OutputType.STDERR, OutputType.STDOUT);
  }

  private void write(OutputFrame frame) {
    try {
      Files.writeString(
          log, frame.getUtf8String(), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public DataSource superuser(String database) {
    return new DriverDataSource(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        "org.postgresql.Driver",
        new Properties(),
        "postgres",
        PASSWORD);
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public void crash() {
    DockerEngine.end(container.getContainerId(), "QUIT", STOP_PATIENCE);
  }

  @Override
  public Duration stop() {
    long start = System.nanoTime();
    DockerEngine.end(container.getContainerId(), "INT", STOP_PATIENCE);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void startAgain() {
    DockerEngine.startAgain(container.getContainerId());
    awaitAnswer();
    follow();
  }

  /** While the image initialises it listens for nobody but itself. */
  private void awaitAnswer() {
    await()
        .atMost(START_PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                JdbcClient.create(superuser("postgres"))
                    .sql("SELECT true")
                    .query(Boolean.class)
                    .single());
  }

  @Override
  public void close() {
    container.stop();
  }

  private final class Answers extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      awaitAnswer();
    }
  }
}
