package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.faults.Frozen;
import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relay killed, frozen and stopped under load, with a standby behind it. */
class KilledRelayIT {
  private static final int KILLS = Drill.LONG ? 30 : 3;
  private static final int FREEZES = Drill.LONG ? 10 : 1;
  private static final int HUGE_ROWS = Drill.LONG ? 100_000 : 5_000;

  /**
   * The promise where nothing else runs; beside other builds a start takes what it gets. Always
   * below the 30 s for which a transaction at the broker that nobody fences holds up all readers.
   */
  private static final Duration TAKEOVER_AFTER_KILL_MAX = Duration.ofSeconds(Drill.LONG ? 10 : 25);

  private static final Duration TAKEOVER_AFTER_FREEZE_MAX =
      Duration.ofSeconds(Drill.LONG ? 15 : 25);
  private static final Duration TAKEOVER_AFTER_STOP_MAX = Duration.ofSeconds(Drill.LONG ? 2 : 20);

  private static final Duration UNDER_WAY = Duration.ofMillis(150);

  @AfterEach
  void heal() {
    TestKafka.proxy().pass();
  }

  @Test
  void transactional_under_kills_freezes_and_stops_every_row_comes_once_in_commit_order()
      throws Exception {
    try (Drill drill = Drill.start("transactional", 2)) {
      ordeal(drill);
      assertThat(drill.order().repeats()).as("rows that came again").isZero();
    }
  }

  @Test
  void at_least_once_under_kills_freezes_and_stops_every_row_comes_and_first_comes_in_order()
      throws Exception {
    try (Drill drill = Drill.start("at-least-once", 2)) {
      ordeal(drill);
    }
  }

  private static void ordeal(Drill drill) throws Exception {
    try (Adversary adversary = drill.attack()) {
      for (int n = 0; n < KILLS; n++) {
        kill(drill, n % 2 == 0);
      }
      adversary.writeHuge(HUGE_ROWS);
      for (int n = 0; n < FREEZES; n++) {
        freeze(drill);
      }
      stop(drill);
      adversary.stop();
      drill.assertExactlyWhatWasCommitted();
      Drill.assertAllShapesOf(adversary);
    }
  }

  /**
   * @param halfWritten rows have arrived, and their commit has not; otherwise the commit has
   *     arrived, and the relay has not heard of it
   */
  private static void kill(Drill drill, boolean halfWritten) throws Exception {
    Replica leader = drill.replicas().awaitLeader();
    haveRowsUnderWay(drill);
    if (halfWritten) {
      drill.awaitHalfWritten();
    }
    long start = System.nanoTime();
    leader.end(Signal.KILL);
    TestKafka.proxy().pass();
    assertThat(drill.timeToNextRow("kill -9", "after-a-kill", start))
        .isLessThan(TAKEOVER_AFTER_KILL_MAX);
    leader.start();
  }

  /** They arrive after its end, or never. */
  private static void haveRowsUnderWay(Drill drill) throws Exception {
    TestKafka.proxy().delay(UNDER_WAY);
    drill.awaitNextRow("under-way");
  }

  private static void freeze(Drill drill) throws Exception {
    Replica leader = drill.replicas().awaitLeader();
    Process zombie = leader.process();
    haveRowsUnderWay(drill);
    drill.awaitHalfWritten();
    long start = System.nanoTime();
    try (Frozen frozen = Frozen.process(zombie.pid())) {
      assertThat(frozen).isNotNull();
      TestKafka.proxy().pass();
      assertThat(drill.timeToNextRow("SIGSTOP", "after-a-freeze", start))
          .isLessThan(TAKEOVER_AFTER_FREEZE_MAX);
    }
    // It finds the stream, or its place at the broker, taken, and ends by itself.
    await().atMost(Duration.ofSeconds(30)).until(() -> !zombie.isAlive());
    assertThat(zombie.exitValue()).isIn(ExitCode.FAILED.number(), ExitCode.FENCED.number());
    drill.awaitNextRow("after-a-freeze");
  }

  private static void stop(Drill drill) throws Exception {
    Replica leader = drill.replicas().awaitLeader();
    long start = System.nanoTime();
    assertThat(leader.end(Signal.TERM)).isZero();
    assertThat(drill.timeToNextRow("SIGTERM", "after-a-stop", start))
        .isLessThan(TAKEOVER_AFTER_STOP_MAX);
    leader.start();
  }
}
