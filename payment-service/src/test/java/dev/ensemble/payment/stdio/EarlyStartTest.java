package dev.ensemble.payment.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In doubt the database is not started early: it could be the wrong one. */
class EarlyStartTest {
  @TempDir private Path here = Path.of("");

  @Test
  void where_nothing_is_set_the_database_is_in_the_default_folder() {
    assertThat(folder(Map.of("PATH", "/bin"), "--stdio")).contains(EarlyStart.FOLDER);
  }

  @Test
  void a_folder_that_the_command_names_is_taken() {
    assertThat(folder(Map.of(), "--stdio", "--payment.stdio.data=/data/x"))
        .contains(Path.of("/data/x"));
    assertThat(
            folder(
                Map.of(),
                "--stdio",
                "--payment.saga-steps.opening-balance=50",
                "--payment.stdio.data=y"))
        .contains(Path.of("y"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--spring.datasource.url=jdbc:postgresql://db/payments",
        "--spring.profiles.active=other",
        "--SPRING_DATASOURCE_URL=x",
        "--payment.stdio.data",
        "--payment.stdio.dataa=x",
        "--payment.stdioData=x",
        "--payment.stdio.data=${HOME}/x",
        "--debug"
      })
  void another_argument_leaves_it_to_spring(String argument) {
    assertThat(folder(Map.of(), "--stdio", argument)).isEmpty();
  }

  @Test
  void two_folders_leave_it_to_spring() {
    assertThat(folder(Map.of(), "--payment.stdio.data=x", "--payment.stdio.data=y")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPRING_DATASOURCE_URL",
        "SPRING_APPLICATION_JSON",
        "SPRING_CONFIG_LOCATION",
        "spring.datasource.url",
        "PAYMENT_STDIO_DATA",
        "payment_stdio_data"
      })
  void a_setting_in_the_environment_leaves_it_to_spring(String name) {
    assertThat(folder(Map.of(name, "x"), "--stdio")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application.yaml", "application-stdio.properties", "config", "Config"})
  void a_file_of_settings_leaves_it_to_spring(String name) throws IOException {
    Files.createFile(here.resolve(name));

    assertThat(folder(Map.of(), "--stdio")).isEmpty();
  }

  @Test
  void a_folder_of_secrets_leaves_it_to_spring() throws IOException {
    Files.createDirectory(here.resolve("secrets"));

    assertThat(folder(Map.of(), "--stdio")).isEmpty();
  }

  private Optional<Path> folder(Map<String, String> environment, String... args) {
    return EarlyStart.folder(List.of(args), environment, here, here.resolve("secrets"));
  }
}
