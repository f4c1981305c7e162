package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temporary;

  @Test
  void a_new_folder_bears_the_marker_and_is_the_owners_alone() throws Exception {
    Path path = temporary.resolve("data");

    try (DataFolder data = DataFolder.open(path)) {
      assertThat(data.path().resolve(DataFolder.MARKER)).exists();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void a_folder_with_somebody_elses_files_is_never_ours() throws Exception {
    Path thesis = Files.writeString(temporary.resolve("thesis.tex"), "ten years of work");

    assertThatThrownBy(() -> DataFolder.open(temporary))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "%s is not a data folder of ours (it is not empty and has no file ENSEMBLE-LOCAL): name another with --data"
                .formatted(temporary));
    assertThat(thesis).exists();
  }

  @Test
  void an_empty_folder_may_become_ours() {
    DataFolder.open(temporary).close();

    assertThat(temporary.resolve(DataFolder.MARKER)).exists();
  }

  @Test
  void an_empty_folder_that_others_could_read_is_closed_to_them() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));

    DataFolder.open(temporary).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
        .isEqualTo("rwx------");
  }

  @Test
  void a_comma_which_kafka_would_take_for_two_folders_is_one_clear_sentence() {
    Path path = temporary.resolve("a,b");

    assertThatThrownBy(() -> DataFolder.open(path))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            path
                + " has a comma in it, which Kafka takes for two folders: name another with --data");
    assertThat(path).doesNotExist();
  }

  @Test
  void a_second_system_on_the_same_folder_is_one_clear_sentence() {
    try (DataFolder first = DataFolder.open(temporary)) {
      assertThatThrownBy(() -> DataFolder.open(first.path()))
          .isInstanceOf(Refusal.class)
          .hasMessage(
              "another ./infra/local/up (process %d) runs on %s: stop it with Ctrl-C there, or give this one --data DIR and --port-offset N of its own"
                  .formatted(ProcessHandle.current().pid(), temporary));
    }
  }

  @Test
  void a_folder_that_was_given_back_can_be_opened_again() {
    DataFolder.open(temporary).close();
    DataFolder.open(temporary).close();
  }

  @Test
  void clearing_removes_what_a_system_has_kept_and_nothing_else() throws Exception {
    try (DataFolder data = DataFolder.open(temporary)) {
      Files.createDirectories(data.postgres().resolve("data/base"));
      Files.createDirectories(data.programs().resolve("postgres-1"));
      Files.createDirectories(data.secrets());
      Path note = Files.writeString(temporary.resolve("note.txt"), "keep me");

      data.clear();

      assertThat(data.postgres()).doesNotExist();
      assertThat(data.secrets()).doesNotExist();
      assertThat(data.programs().resolve("postgres-1")).exists();
      assertThat(note).exists();
    }
  }
}
