package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged jar, asked for something else than to run. */
class RelayCommandIT {

  @Test
  void a_command_of_the_jar_starts_no_relay_and_ends_with_its_own_exit_code() throws Exception {
    Ended version = jar("--version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).matches("outbox-relay \\d.*\\R");
    assertThat(jar("--help").out()).isEqualTo(Files.readString(Path.of("usage.txt")));

    Ended status = jar("status", "--url", "http://127.0.0.1:1");
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.out()).startsWith("The relay does not answer at http://127.0.0.1:1");
  }

  /** What it printed, on either stream. */
  private record Ended(int exitCode, String out) {}

  private static Ended jar(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", "target/outbox-relay.jar"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), out);
    } finally {
      process.destroyForcibly();
    }
  }
}
