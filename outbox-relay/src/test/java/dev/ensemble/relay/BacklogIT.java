package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Much was written while no relay ran. */
class BacklogIT {
  private static final Logger log = LoggerFactory.getLogger(BacklogIT.class);

  private static final int ROWS = Drill.LONG ? 2_000_000 : 20_000;
  private static final int LATE_ROWS = 10_000;

  /** As large as a small heap, so that it cannot be kept. */
  private static final int PAYLOAD_BYTES = 300;

  @Test
  void a_backlog_drains_in_a_small_heap_every_row_once() throws Exception {
    try (Drill drill = Drill.start(Drill.DELIVERY, 1)) {
      Replica relay = drill.replicas().awaitLeader();
      relay.end(Signal.TERM);
      drill.writeMany(ROWS, PAYLOAD_BYTES);
      long start = System.nanoTime();
      relay.start();
      drill.assertExactlyWhatWasCommitted();
      log.info(
          "{} rows drained within {} ms of the start",
          ROWS,
          Duration.ofNanos(System.nanoTime() - start).toMillis());
      assertThat(drill.order().repeats()).isZero();
      assertThat(relay.exitCodes()).as("ends so far, on request alone").containsExactly(0);
    }
  }

  @Test
  void a_relay_that_comes_late_amid_the_writing_publishes_every_row_once() throws Exception {
    try (Drill drill = Drill.prepare(Drill.DELIVERY, 1);
        Adversary adversary = drill.attack()) {
      drill.writeMany(LATE_ROWS, PAYLOAD_BYTES);
      drill.replicas().start();
      drill.awaitNextRow("late");
      adversary.writeHuge(LATE_ROWS);
      adversary.stop();
      drill.assertExactlyWhatWasCommitted();
      assertThat(drill.order().repeats()).isZero();
      assertThat(drill.replicas().awaitLeader().exitCodes()).isEmpty();
      Drill.assertAllShapesOf(adversary);
    }
  }
}
