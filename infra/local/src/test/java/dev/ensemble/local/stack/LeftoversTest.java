package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launcher that was killed has left, with a process that stands for PostgreSQL. */
class LeftoversTest {
  @TempDir Path temporary;

  private final List<String> said = new ArrayList<>();
  private DataFolder data;
  private Process server;

  @BeforeEach
  void leave() throws Exception {
    data = DataFolder.open(temporary);
    server = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void clean() throws Exception {
    assertThat(server.destroyForcibly().waitFor()).isNotNegative();
    data.close();
  }

  @Test
  void a_server_whose_id_the_launcher_had_no_time_to_write_is_stopped() throws Exception {
    write(server.info().startInstant().orElseThrow());

    new Leftovers(data, said::add).stop();

    assertThat(Pid.alive(server.toHandle())).isFalse();
    assertThat(said).hasSize(1).first().asString().contains("postgres of an earlier run");
  }

  @Test
  void a_process_that_bears_the_servers_number_by_now_is_left_alone() throws Exception {
    write(server.info().startInstant().orElseThrow().minusSeconds(3600));

    new Leftovers(data, said::add).stop();

    assertThat(Pid.alive(server.toHandle())).isTrue();
    assertThat(said).isEmpty();
  }

  /** As the server itself writes it: its id, its folder, and when it started. */
  private void write(Instant startedAt) throws Exception {
    Path cluster = Files.createDirectories(data.postgres().resolve("data"));
    Files.write(
        cluster.resolve("postmaster.pid"),
        List.of("" + server.pid(), cluster.toString(), "" + startedAt.getEpochSecond(), "15432"));
  }
}
