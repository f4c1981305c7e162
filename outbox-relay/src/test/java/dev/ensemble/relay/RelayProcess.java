package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged relay as a process of its own, as it runs in earnest. */
final class RelayProcess implements AutoCloseable {
  // A cold start beside other builds on two cores.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path log;

  private RelayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static RelayProcess start(SourceSettings settings, String... more) {
    return start(RelayJar.command(), settings, more);
  }

  static RelayProcess start(List<String> java, SourceSettings settings, String... more) {
    List<String> command = new ArrayList<>(java);
    command.add("--server.port=0");
    command.add("--relay.kafka.bootstrap-servers=" + TestKafka.bootstrapServers());
    command.add("--relay.heartbeat=1s");
    command.add("--relay.sources.orders.url=" + settings.url());
    command.add("--relay.sources.orders.username=" + settings.username());
    command.add("--relay.sources.orders.slot=" + settings.slot());
    command.addAll(List.of(more));
    try {
      Path log = Files.createTempFile(Path.of("target"), "relay", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      // Secrets come by the environment, not by a command line that everybody can list.
      builder.environment().put("RELAY_SOURCES_ORDERS_PASSWORD", settings.password());
      return new RelayProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RelayProcess awaitStreaming() {
    await().atMost(PATIENCE).until(() -> log().contains("streams from") || !process.isAlive());
    assertThat(log()).contains("streams from");
    return this;
  }

  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
