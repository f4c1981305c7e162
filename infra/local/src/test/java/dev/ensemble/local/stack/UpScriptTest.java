package dev.ensemble.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the script in a source tree in which nothing has been built, with a Maven that only fails.
 */
class UpScriptTest {
  private static final String BUILDING = "Building (the first time";

  @TempDir Path house;

  private Path local;

  private record Ended(int exitCode, String output) {}

  @BeforeEach
  void copyTheScripts() throws Exception {
    Path maven = Files.createDirectories(house.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    local = Files.createDirectories(house.resolve("infra/local"));
    for (String script : new String[] {"up", "find-jdk", "usage.txt"}) {
      Files.copy(Path.of(script), local.resolve(script));
      assertThat(local.resolve(script).toFile().setExecutable(true)).isTrue();
    }
  }

  @Test
  void a_build_under_another_command_of_this_tree_is_refused_in_one_sentence() throws Exception {
    Process other =
        new ProcessBuilder("/bin/sh", "-c", "sleep 60; true", "./infra/local/up").start();
    try {
      runs(other.pid());

      Ended ended = up();

      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.output())
          .isEqualTo(
              "Something here is new and must be built, but another ./infra/local/up (process %d) builds or runs in this tree: let it end first (Ctrl-C there)."
                  .formatted(other.pid()));
    } finally {
      other.descendants().forEach(ProcessHandle::destroyForcibly);
      assertThat(other.destroyForcibly().waitFor()).isNotNegative();
    }
  }

  @Test
  void what_a_command_that_has_ended_left_behind_stops_nobody() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    Path left = runs(ended.pid());

    assertThat(up().output()).startsWith(BUILDING);
    assertThat(left).doesNotExist();
  }

  @Test
  void a_process_that_bears_the_number_of_one_of_us_by_now_stops_nobody() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      runs(stranger.pid());

      assertThat(up().output()).startsWith(BUILDING);
    } finally {
      assertThat(stranger.destroyForcibly().waitFor()).isNotNegative();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus             | Unknown option: '--bogus'
          200                 | Unknown option: '200'
          --orders            | --orders needs a value
          --orders=many       | --orders takes a whole number, not 'many'
          --port-offset=1.5   | --port-offset takes a whole number, not '1.5'
          --seed=             | --seed takes a whole number, not ''
          """)
  void a_slip_of_the_hand_is_told_before_anything_is_built(String argument, String sentence)
      throws Exception {
    assertThat(up(argument))
        .isEqualTo(new Ended(2, sentence + " (./infra/local/up --help tells all options)"));
  }

  @Test
  void what_can_be_said_leads_to_the_build() throws Exception {
    assertThat(up("--orders", "-5", "--seed=3", "--data", "x y", "--exit", "--fresh").output())
        .startsWith(BUILDING);
  }

  @Test
  void help_needs_nothing() throws Exception {
    assertThat(up("--help"))
        .isEqualTo(new Ended(0, Files.readString(Path.of("usage.txt")).strip()));
  }

  private Path runs(long pid) throws Exception {
    Path running = Files.createDirectories(local.resolve("target/up.running"));
    return Files.writeString(running.resolve(Long.toString(pid)), "");
  }

  private Ended up(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(local.resolve("up").toString());
    builder.command().addAll(List.of(arguments));
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", house.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Ended(process.waitFor(), said);
  }
}
