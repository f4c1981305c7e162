package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One process of {@link DrilledProcess}, as its parent has it. */
final class Drilled implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "drills");

  private final Process process;
  private final Path log;

  private Drilled(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Begins it; it is not yet a member of the group.
   *
   * @param instance makes it a static member; empty for none
   */
  static Drilled begin(
      Shop shop, Desk desk, DrilledProcess.Point point, long seed, String instance) {
    DrilledProcess.Place place =
        new DrilledProcess.Place(
            shop.database.jdbcUrl(),
            shop.database.appUser(),
            shop.database.password(),
            TestKafka.bootstrapServers(),
            desk.protocol.name(),
            desk.topic,
            desk.consumer,
            instance,
            desk.kafkaProperties.getOrDefault("session.timeout.ms", "15000"));
    List<String> command = new ArrayList<>(command(point, seed));
    command.addAll(place.arguments());
    try {
      Files.createDirectories(FOLDER);
      Path log = Files.createTempFile(FOLDER, "shop", ".log");
      return new Drilled(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(DrilledProcess.Point point, long seed) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        DrilledProcess.class.getName(),
        point.name(),
        Long.toString(seed));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** It may begin to work, or go on from where it stands still, or come to its end. */
  void tell() {
    tell(0);
  }

  /**
   * It may begin to work.
   *
   * @param again how many records come to it that another has done; it stands still after these
   */
  void tell(long again) {
    awaitLine(DrilledProcess.READY);
    try {
      process.getOutputStream().write((again + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it stands still: how many records it had found done already. */
  long awaitStill() {
    String line = awaitLine(DrilledProcess.AT);
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  private String awaitLine(String beginning) {
    await()
        .atMost(Proof.PATIENCE)
        .pollInterval(Proof.LOOK_AGAIN_AFTER)
        .until(() -> line(beginning).isPresent() || !process.isAlive());
    return line(beginning).orElseThrow(() -> new AssertionError("it ended:\n" + log()));
  }

  private Optional<String> line(String beginning) {
    return log().lines().filter(line -> line.startsWith(beginning)).findFirst();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL, and its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
    assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);
  }

  void awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(Proof.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
