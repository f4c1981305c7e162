package dev.ensemble.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What only Docker itself can say. */
class ComposeConfigIT {
  private record Ended(int exitCode, String output) {}

  @Test
  void compose_itself_takes_the_file() throws Exception {
    List<String> compose = compose();
    assumeThat(compose).as("a Docker Compose on this machine").isNotEmpty();

    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("-f", "compose.yaml", "config"));
    Ended ended = run(command);

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(Compose.of(ended.output()).services()).containsKeys("kafka-3", "outbox-relay-2");
  }

  /** Builds images and plays 500 orders: minutes, and a machine's whole memory. */
  @Test
  @EnabledIfSystemProperty(named = "ensemble.deploy", matches = "verify")
  void the_cluster_keeps_every_promise_while_its_parts_are_killed() throws Exception {
    Ended ended = run(List.of("./verify"));

    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }

  private static List<String> compose() throws Exception {
    for (List<String> one : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
      List<String> version = new ArrayList<>(one);
      version.add("version");
      if (run(version).exitCode() == 0) {
        return one;
      }
    }
    return List.of();
  }

  private static Ended run(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), said);
    } catch (IOException noSuchCommand) {
      return new Ended(-1, noSuchCommand.toString());
    }
  }
}
