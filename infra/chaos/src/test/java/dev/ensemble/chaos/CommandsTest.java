package dev.ensemble.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.chaos.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told by the exit code that the help names, before anything is started. */
class CommandsTest {
  @TempDir private Path folder;

  @Test
  void options_that_make_no_sense_are_2() {
    assertThat(run("--minutes", "0")).isEqualTo(2);
    assertThat(run("--at-once", "6")).isEqualTo(2);
    assertThat(run("--faults", "no-such-fault")).isEqualTo(2);
    assertThat(run("--orders-least", "-1")).isEqualTo(2);
    assertThat(run("--delivery", "exactly-once")).isEqualTo(2);
  }

  @Test
  void a_folder_that_is_not_that_of_a_run_is_refused_and_nothing_is_made_in_it()
      throws IOException {
    assertThat(check()).isEqualTo(ExitCode.REFUSED);
    Files.createDirectory(folder.resolve("system"));

    assertThat(check()).isEqualTo(ExitCode.REFUSED);

    assertThat(folder.resolve("system")).isEmptyDirectory();
  }

  @Test
  void a_run_that_was_cut_short_is_refused_and_nothing_is_started() throws IOException {
    Files.createDirectory(folder.resolve("system"));
    Files.writeString(folder.resolve(History.FILE), "{\"at\":1,\"what\":\"run\"}\n");

    assertThat(check()).isEqualTo(ExitCode.REFUSED);

    assertThat(folder.resolve("system")).isEmptyDirectory();
  }

  @Test
  void a_run_that_is_in_no_commit_cannot_be_recorded() {
    assertThat(run("--record", "--folder", folder.resolve("run").toString()))
        .isEqualTo(ExitCode.REFUSED);

    assertThat(folder.resolve("run")).doesNotExist();
  }

  private int run(String... arguments) {
    return Run.commandLine(new Run(folder)).execute(arguments);
  }

  private int check() {
    return Check.commandLine(new Check(folder)).execute(folder.toString());
  }
}
