package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two instances under load, and a third that joins and leaves all the time. */
class RebalanceDrillTest extends OverOneShop {
  private static final Logger log = LoggerFactory.getLogger(RebalanceDrillTest.class);

  private static final int VISITS = Proof.LONG ? 30 : 4;

  /** In the long form the third comes or goes once in a second, for a minute. */
  private static final Duration BEAT = Proof.LONG ? Duration.ofSeconds(1) : Duration.ZERO;

  private static final int PARTITIONS = 6;
  private static final Load.Rate RATE = new Load.Rate(800, 20);

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void two_instances_that_are_rebalanced_all_the_time_act_once_on_each_event_and_in_order(
      GroupProtocol protocol) throws Exception {
    try (Desk desk = Desk.open(shop, PARTITIONS)) {
      desk.time = System::nanoTime;
      desk.protocol = protocol;
      Tapped stays = new Tapped();
      desk.connect = stays::connect;
      InboxWorkers first = desk.instance(1);
      InboxWorkers second = desk.instance(1);
      first.start();
      second.start();
      try (Load load = Load.on(desk.topic, RATE, Proof.SEED)) {
        await().atMost(Proof.PATIENCE).until(() -> stays.assigned.get() >= 2);
        int before = stays.rebalances();
        for (int n = 0; n < VISITS; n++) {
          visit(desk, stays, n % 2 == 1);
        }
        int rebalances = stays.rebalances() - before;
        Map<UUID, Load.Told> told = load.stop();
        new Proof(shop, desk, told).holds();

        log.info(
            "{}: {} events, {} sent again, {} repeated, {} changes of partitions, {} consumers",
            protocol,
            told.size(),
            load.again(),
            desk.counted("repeated"),
            rebalances,
            stays.opened);
        assertThat(rebalances)
            .as("each visit takes and gives back")
            .isGreaterThanOrEqualTo(2 * VISITS);
        assertThat(load.again()).isPositive();
        assertThat(desk.counted("repeated"))
            .as("redelivered by the broker, too")
            .isGreaterThan(load.again());
        assertThat(stays.opened).as("no rebalance breaks a consumer").hasValue(2);
      } finally {
        first.stop();
        second.stop();
      }
    }
  }

  /**
   * The third comes, works, and goes.
   *
   * @param forgets it leaves as if it had died before its offsets reached the broker
   */
  private static void visit(Desk desk, Tapped stays, boolean forgets) {
    Tapped guest = new Tapped();
    guest.commits = !forgets;
    desk.connect = guest::connect;
    long begun = System.nanoTime();
    InboxWorkers third = desk.instance(1);
    third.start();
    int before;
    try {
      await()
          .atMost(Proof.PATIENCE)
          .pollInterval(Proof.LOOK_AGAIN_AFTER)
          .until(() -> guest.polled.get() > 0);
      waitUntil(begun + BEAT.toNanos());
    } finally {
      before = stays.assigned.get();
      third.stop();
    }
    // Those who stay have them back before it comes again: every visit is two rebalances.
    await()
        .atMost(Proof.PATIENCE)
        .pollInterval(Proof.LOOK_AGAIN_AFTER)
        .until(() -> stays.assigned.get() > before);
    waitUntil(begun + 2 * BEAT.toNanos());
  }

  private static void waitUntil(long nanos) {
    Load.pace(Duration.ofNanos(nanos - System.nanoTime()));
  }
}
