package dev.ensemble.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The script tells the options before anything is built, from files that must not grow old. */
class UsageTest {
  private static final CommandLine COMMAND = Bench.commandLine();

  @Test
  void the_script_prints_what_the_command_would() throws IOException {
    assertThat(Files.readString(Path.of("usage.txt"))).isEqualTo(usageOf(COMMAND));
    for (String benchmark : COMMAND.getSubcommands().keySet()) {
      assertThat(Files.readString(Path.of("usage-%s.txt".formatted(benchmark))))
          .isEqualTo(usageOf(requireNonNull(COMMAND.getSubcommands().get(benchmark))));
    }
  }

  private static String usageOf(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF);
  }

  @Test
  void help_needs_nothing_built() throws IOException, InterruptedException {
    assertPrints("usage.txt", "./run", "--help");
    assertPrints("usage-http.txt", "./run", "http", "--rounds", "3", "-h");
    assertPrints("usage-relay.txt", "./run", "relay", "--help");
  }

  private static void assertPrints(String file, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo(Files.readString(Path.of(file)));
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "''"})
  void what_is_no_benchmark_is_told_before_anything_is_built(String word)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("./run", word).redirectErrorStream(true).start();

    assertThat(process.inputReader().readLine()).contains("--help");
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
