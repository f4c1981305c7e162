package dev.ensemble.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the scripts make of an engine's answers: each test says what a docker command answers that
 * stands in for the real one on the path. Nothing is started.
 */
class VerifyTest {
  private static final String PLENTY =
      "i=0; while [ $i -lt 120 ]; do echo line; i=$((i + 1)); done";

  /** Everything is there, healthy and in good shape; all others answer nothing, with success. */
  private static final String HEALTHY =
      """
      *" run "*) for n in 10 20 30 40 50 60 70 80 90 100; do echo "ended: $n of 100"; done ;;
      *" logs "*) %s ;;
      "ps "*) echo container ;;
      *State.Health*) echo healthy ;;
      *RestartCount*) echo 1 ;;
      *kafka-topics.sh*) echo 'Topic: t PartitionCount: 6 ReplicationFactor: 3 Configs: min.insync.replicas=2' ;;
      """
          .formatted(PLENTY);

  @TempDir Path folder;

  private Path deploy;
  private Path secrets;

  private record Ended(int exitCode, String output) {}

  @BeforeEach
  void copyTheScriptsAndPretendThatAllIsBuilt() throws IOException {
    deploy = Files.createDirectories(folder.resolve("infra/deploy"));
    secrets = folder.resolve("theirs");
    for (String script : List.of("up", "down", "verify", "engine", "healthy")) {
      // Nothing waits here for something to be away.
      Files.writeString(
          deploy.resolve(script),
          Files.readString(Path.of(script)).replace("AWAY_S=10", "AWAY_S=0"));
    }
    Files.createDirectories(deploy.resolve("target/images"));
    Files.createFile(deploy.resolve("target/built"));
  }

  @Test
  void a_number_is_decimal_even_where_it_begins_with_a_zero() throws Exception {
    docker("*' up '*) exit 1 ;;");

    String padded = run("verify", "--seed", "08", "--orders", "0500").output();

    assertThat(plan(padded)).contains("seed 8: kills kafka-");
    assertThat(plan(padded)).isEqualTo(plan(run("verify", "--seed", "8").output()));
  }

  @Test
  void what_was_not_killed_is_not_taken_for_killed() throws Exception {
    docker("kill*) exit 1 ;;" + HEALTHY + "*StartedAt*) echo 2999-01-01T00:00:00Z ;;");

    Ended ended = run("verify", "--orders", "100");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .containsPattern("FAILED: kafka-\\d was never killed")
        .contains("nobody leads: no relay is killed", "FAILED: outbox-relay was never killed")
        .containsPattern("FAILED: [a-z]+-service-\\d was never killed")
        .doesNotContain("everything held");
  }

  @Test
  void what_was_killed_and_not_started_again_is_noticed() throws Exception {
    docker(HEALTHY + "*StartedAt*) echo 2001-01-01T00:00:00Z ;;");

    Ended ended = run("verify", "--orders", "100");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .containsPattern("FAILED: kafka-\\d was not started again")
        .doesNotContainPattern("kafka-\\d was never killed");
  }

  @Test
  void what_could_not_be_taken_down_keeps_its_secrets() throws Exception {
    docker("*' up '*|*' down '*) exit 1 ;;");

    Ended ended = run("verify");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("could not be taken down", "down --data");
    assertThat(folder("secrets")).isDirectoryContaining("glob:**/superuser");
  }

  @Test
  void a_run_leaves_what_another_one_keeps_and_deletes_its_own_secrets() throws Exception {
    docker("*' up '*) exit 1 ;;");
    Path others = Files.createDirectories(deploy.resolve("target/verify/another/secrets"));
    Files.writeString(others.resolve("superuser"), "theirs");

    assertThat(run("verify").output()).contains("taken down");

    assertThat(others.resolve("superuser")).hasContent("theirs");
    assertThat(folder("secrets")).isNull();
  }

  @Test
  void secrets_are_deleted_by_name_and_the_folder_stays_while_it_holds_something_else()
      throws Exception {
    docker("*' down '*) printf %s \"$ENSEMBLE_SECRETS\" >" + folder.resolve("seen") + " ;;");
    Files.createDirectories(secrets);
    Files.writeString(secrets.resolve("superuser"), "x");
    Files.writeString(secrets.resolve("thesis"), "x");

    Ended ended = run("down", "--data");

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(secrets).isDirectoryContaining("glob:**/thesis");
    assertThat(secrets.resolve("superuser")).doesNotExist();
    assertThat(folder.resolve("seen")).hasContent(secrets.toString());
  }

  @Test
  void a_folder_that_others_may_enter_gets_no_secrets_and_keeps_its_mode() throws Exception {
    docker("");
    Files.createDirectories(secrets);
    assertThat(secrets.toFile().setReadable(true, false)).isTrue();

    Ended ended = run("up");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("Others may enter " + secrets);
    assertThat(secrets).isEmptyDirectory();
  }

  private static String plan(String output) {
    return output
        .lines()
        .filter(line -> line.contains("kills"))
        .map(line -> line.replaceAll("^.*seed", "seed"))
        .findFirst()
        .orElse("");
  }

  /** What a run of verify left under this name, or null. */
  private @Nullable Path folder(String name) throws IOException {
    try (var runs = Files.list(deploy.resolve("target/verify"))) {
      return runs.filter(run -> !run.endsWith("another"))
          .map(run -> run.resolve(name))
          .filter(Files::exists)
          .findFirst()
          .orElse(null);
    }
  }

  private void docker(String answers) throws IOException {
    Path docker = Files.createDirectories(folder.resolve("bin")).resolve("docker");
    Files.writeString(docker, "#!/bin/sh\ncase \"$*\" in\n" + answers + "\nesac\n");
    assertThat(docker.toFile().setExecutable(true)).isTrue();
  }

  /** From the project's folder, with the secrets' folder named from there. */
  private Ended run(String script, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", deploy.resolve(script).toString());
    builder.command().addAll(List.of(arguments));
    Map<String, String> environment = builder.environment();
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("ENSEMBLE_SECRETS", "theirs");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Ended(process.waitFor(), said);
  }
}
