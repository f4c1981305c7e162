package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The slot is dropped, given up or moved while rows are written without a pause: the table has what
 * no slot brings any more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostSlotIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Drill drill = Drill.start(Drill.DELIVERY, 1);
  private final Adversary adversary = drill.attack();

  @AfterAll
  void close() {
    adversary.close();
    drill.close();
  }

  @Test
  void a_slot_that_is_dropped_under_load_costs_no_row() throws Exception {
    Replica relay = awaitStream();
    int ends = relay.exitCodes().size();
    drill.database().dropSlotUnderItsReader();
    long start = System.nanoTime();

    await().atMost(PATIENCE).until(() -> relay.exitCodes().size() > ends);
    assertThat(relay.exitCodes().get(ends))
        .isIn(ExitCode.FAILED.number(), ExitCode.REFUSED.number());
    goesOn("slot dropped", start);
  }

  @Test
  void a_recovery_by_command_under_load_costs_no_row() throws Exception {
    Replica relay = awaitStream();
    int ends = relay.exitCodes().size();
    long start = System.nanoTime();
    assertThat(relay.tell("recover")).contains("its slot is dropped");

    await().atMost(PATIENCE).until(() -> relay.exitCodes().size() > ends);
    assertThat(relay.exitCodes().get(ends)).isEqualTo(ExitCode.RECOVERING.number());
    goesOn("recover on command", start);
  }

  @Test
  void a_slot_that_was_moved_is_refused_and_one_start_with_recover_publishes_what_it_skips()
      throws Exception {
    Replica relay = awaitStream();
    relay.end(Signal.KILL);
    drill.write("skipped", 0);
    drill.database().moveSlotToTheEnd();
    drill.write("skipped", 0);
    if (Drill.DELIVERY.equals("transactional")) {
      // Without a position beside the rows nobody can know.
      assertThat(relay.runToItsEnd()).isEqualTo(ExitCode.REFUSED.number());
    }

    long start = System.nanoTime();
    relay.start("--relay.recover=orders");
    goesOn("slot moved, started with recover", start);
    assertThat(drill.order().last()).containsEntry("skipped", 2L);
  }

  private Replica awaitStream() throws Exception {
    Replica relay = drill.replicas().awaitLeader();
    drill.awaitNextRow("before-the-loss");
    return relay;
  }

  private void goesOn(String after, long startNanos) throws Exception {
    drill.timeToNextRow(after, "after-the-loss", startNanos);
    drill.assertNothingIsLost();
    if (Drill.DELIVERY.equals("transactional")) {
      assertThat(drill.order().repeats()).as("rows that came again").isZero();
    }
  }
}
