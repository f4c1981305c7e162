package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.faults.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The stream's connection alone is dead, and the relay's end of it hears nothing of that: the watch
 * has a connection of its own that goes round the network that fails.
 */
class ReplicationLinkTest {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final TcpProxy network = TcpProxy.to(TestDatabase.port());

  @AfterEach
  void dropSlot() {
    network.close();
    database.dropSlot();
  }

  @Test
  void a_relay_whose_slot_another_one_reads_ends_as_fenced() {
    try (RunningSource cutOff = RunningSource.start(settings()).awaitStreaming()) {
      String before = cutOffStream();
      try (RunningSource next = RunningSource.start(database.settings()).awaitStreaming()) {
        RelayFailure failure = cutOff.awaitCrash();

        assertThat(failure.exitCode()).isEqualTo(ExitCode.FENCED);
        assertThat(failure)
            .hasMessageContaining("this relay's stream was process " + before)
            .hasMessageContaining("read by the server's process " + next.state().readerPid());
        assertThat(next.hasCrashed()).isFalse();
      }
    }
  }

  @Test
  void a_relay_whose_slot_nobody_reads_any_more_ends() {
    try (RunningSource cutOff = RunningSource.start(settings()).awaitStreaming()) {
      String before = cutOffStream();

      RelayFailure failure = cutOff.awaitCrash();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(failure).hasMessageContaining("process " + before + ", which did, is gone");
    }
  }

  /** As the server does with a reader of which it hears nothing. */
  private String cutOffStream() {
    String pid = String.valueOf(database.slotColumn("active_pid"));
    network.blackHole();
    database.query("SELECT pg_terminate_backend(%s)".formatted(pid));
    database.awaitFreeSlot();
    return pid;
  }

  private SourceSettings settings() {
    SourceSettings direct = database.settings();
    return new SourceSettings(
        "jdbc:postgresql://127.0.0.1:%d/%s?socketFactory=%s&socketFactoryArg=%d"
            .formatted(
                network.port(),
                database.database().name(),
                WatchGoesRound.class.getName(),
                TestDatabase.port()),
        direct.username(),
        direct.password(),
        direct.slot(),
        direct.publication(),
        direct.table());
  }
}
