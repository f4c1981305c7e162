package dev.ensemble.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts where there is no engine, or one that answers nothing but what a test tells it to.
 */
class ScriptsTest {
  @TempDir Path folder;

  private Path deploy;
  private Path commands;

  private record Ended(int exitCode, String output) {}

  @BeforeEach
  void copyTheScripts() throws IOException {
    deploy = Files.createDirectories(folder.resolve("infra/deploy"));
    commands = Files.createDirectories(folder.resolve("bin"));
    for (String script : List.of("up", "down", "verify", "engine")) {
      Files.copy(Path.of(script), deploy.resolve(script));
    }
    // What every system has, and nothing of what this one may have beside it.
    for (String tool : List.of("bash", "dirname", "sed")) {
      Path there = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          commands.resolve(tool), Files.exists(there) ? there : Path.of("/bin", tool));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "verify"})
  void where_no_engine_answers_one_sentence_says_so(String script) throws Exception {
    command("docker", "exit 1");

    Ended ended = run(script);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).startsWith("No Docker engine answers: start it").hasLineCount(1);
  }

  @Test
  void where_docker_is_not_installed_one_sentence_says_so() throws Exception {
    assertThat(run("verify"))
        .satisfies(
            ended -> {
              assertThat(ended.exitCode()).isEqualTo(2);
              assertThat(ended.output()).startsWith("There is no docker command on the path");
            });
  }

  @Test
  void an_engine_without_compose_is_told_what_it_lacks() throws Exception {
    command("docker", "[ \"$1\" = info ]");

    assertThat(run("verify").output()).startsWith("Docker has no Compose: install its plugin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          up     | --bogus       | Unknown option: '--bogus' (./infra/deploy/up --help tells all options)
          down   | all           | Unknown option: 'all' (./infra/deploy/down --help tells all options)
          verify | --bogus       | Unknown option: '--bogus' (./infra/deploy/verify --help tells all options)
          verify | --orders=many | Unknown option: '--orders=many' (./infra/deploy/verify --help tells all options)
          verify | --seed        | --seed takes a whole number, not ''
          """)
  void a_slip_of_the_hand_is_told(String script, String argument, String sentence)
      throws Exception {
    assertThat(run(script, argument)).isEqualTo(new Ended(2, sentence));
  }

  @Test
  void a_number_that_the_arithmetic_does_not_hold_is_refused() throws Exception {
    assertThat(run("verify", "--seed", "1234567890"))
        .isEqualTo(new Ended(2, "--seed takes at most 9 digits"));
  }

  @Test
  void too_few_orders_for_three_kills_are_refused() throws Exception {
    assertThat(run("verify", "--orders", "99").exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "verify"})
  void help_needs_nothing(String script) throws Exception {
    Ended ended = run(script, "--help");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).contains("./infra/deploy/" + script).doesNotContain("#");
  }

  private void command(String name, String script) throws IOException {
    Path file = commands.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ended run(String script, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(commands.resolve("bash").toString(), deploy.resolve(script).toString());
    builder.command().addAll(List.of(arguments));
    Map<String, String> environment = builder.environment();
    environment.put("PATH", commands.toString());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Ended(process.waitFor(), said);
  }
}
