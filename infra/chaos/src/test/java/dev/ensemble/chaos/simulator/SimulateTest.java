package dev.ensemble.chaos.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class SimulateTest {
  private final StringWriter screen = new StringWriter();
  private final CommandLine command =
      Simulate.commandLine()
          .setOut(new PrintWriter(screen, true))
          .setErr(new PrintWriter(screen, true));

  @Test
  void help_needs_nothing_built_and_is_what_the_command_would_print()
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("./simulate", "--seed", "1", "--help").start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .isEqualTo(Files.readString(Path.of("usage-simulate.txt")))
        .isEqualTo(command.getUsageMessage(Ansi.OFF));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--orders 0", "--seconds -1", "--mutation all", "--exhaustive --orders 3", "more"})
  void options_that_make_no_sense_are_2(String options) {
    assertThat(command.execute(options.split(" ", -1))).isEqualTo(2);
  }

  @Test
  void enough_orders_in_which_everything_holds_are_0() {
    assertThat(command.execute("--orders", "3000", "--seed", "1")).isZero();
    assertThat(screen.toString()).contains("3,000 orders", "everything holds", "per second");
  }

  @Test
  void too_few_orders_are_no_proof_and_1() {
    assertThat(command.execute("--orders", "2")).isEqualTo(1);
    assertThat(screen.toString()).contains("No proof", Sometimes.MONEY_SHORT.title());
  }

  @Test
  void a_violation_is_1_with_its_story_and_the_seed_that_repeats_it() {
    assertThat(command.execute("--seconds", "60", "--seed", "5", "--mutation", "inbox_removed"))
        .isEqualTo(1);
    assertThat(screen.toString())
        .contains("Violated: ", "--seed 5 --orders 300 --mutation INBOX_REMOVED");
  }

  @Test
  void a_violation_in_the_search_is_1_with_its_story() {
    assertThat(command.execute("--exhaustive", "--mutation", "marked_unsent")).isEqualTo(1);
    assertThat(screen.toString()).contains("The shortest way", "the relay of order ends");
  }
}
