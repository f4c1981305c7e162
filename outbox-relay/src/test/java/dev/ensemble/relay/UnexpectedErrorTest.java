package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Even an Error, which no catch expects, ends the relay with a code, so that it is restarted. */
class UnexpectedErrorTest {
  private static final Duration PACE = Duration.ofSeconds(1);

  // The driver makes it at the first connection, in the thread that wants one.
  private final SourceSettings broken =
      OutboxDatabase.create()
          .settingsWithParameter("socketFactory=dev.ensemble.relay.BrokenOnFirstUse");

  @Test
  void an_error_in_a_sources_thread_ends_the_relay() {
    try (RunningSource relay = RunningSource.start(broken)) {
      RelayFailure failure = relay.awaitCrash();

      assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(failure).hasMessageContaining("The source could not start");
      assertThat(relay.state().phase()).isEqualTo(SourceState.Phase.FAILED);
    }
  }

  @Test
  void an_error_in_the_watch_ends_the_relay() throws Exception {
    CompletableFuture<RelayFailure> end = new CompletableFuture<>();
    new SlotWatch(
            new SourceState("test"),
            broken,
            new WatchPace(PACE, PACE, PACE, Duration.ofMinutes(3)),
            end::complete)
        .start();

    RelayFailure failure = end.get(60, TimeUnit.SECONDS);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure).hasMessageContaining("The watch ended");
  }
}
