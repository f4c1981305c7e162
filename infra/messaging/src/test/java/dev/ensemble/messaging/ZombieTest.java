package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.messaging.DrilledProcess.Point;
import dev.ensemble.testkit.faults.Frozen;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who was given up by its group, and does not know it, does nothing twice when it goes on. */
class ZombieTest extends OverOneShop {
  private static final String SESSION_MILLIS = "1500";
  private static final Load.Rate RATE = new Load.Rate(300, 0);

  /** Nobody but a zombie is. */
  private static final String IN_A_LONG_TRANSACTION =
      "state = 'idle in transaction' AND state_change < clock_timestamp() - interval '1 second'";

  @ParameterizedTest
  @MethodSource("dev.ensemble.messaging.Proof#protocols")
  void frozen_after_the_databases_commit_for_longer_than_its_session_it_repeats_nothing(
      GroupProtocol protocol) throws Exception {
    freeze(
        protocol,
        Point.BETWEEN,
        desk -> {
          soon().until(() -> desk.counted("repeated") > 0);
          return true;
        });
  }

  /** It holds the ids of its batch, and its successor waits for what becomes of them. */
  @ParameterizedTest
  @MethodSource("dev.ensemble.messaging.Proof#protocols")
  void frozen_in_its_transaction_and_woken_in_time_to_commit_it_leaves_nothing_to_do_twice(
      GroupProtocol protocol) throws Exception {
    freeze(
        protocol,
        Point.IN_TRANSACTION,
        desk -> {
          soon().until(() -> isAny("wait_event_type = 'Lock'"));
          // On a machine that is very busy the database may have given it up already.
          return isAny(IN_A_LONG_TRANSACTION);
        });
  }

  /** The database gives it up after 15 s, and its successor does what it had begun. */
  @ParameterizedTest
  @MethodSource("dev.ensemble.messaging.Proof#protocols")
  @EnabledIfSystemProperty(named = "ensemble.drills", matches = "long")
  void frozen_in_its_transaction_for_longer_than_the_database_waits_it_repeats_nothing(
      GroupProtocol protocol) throws Exception {
    freeze(
        protocol,
        Point.IN_TRANSACTION,
        desk -> {
          soon().until(() -> isAny("wait_event_type = 'Lock'"));
          soon().until(() -> !isAny(IN_A_LONG_TRANSACTION));
          soon().until(() -> desk.counted("fresh") > 0);
          return false;
        });
  }

  /**
   * @param meanwhile returns when it may wake; true where its batch took effect, so that its
   *     successor must find it done
   */
  private static void freeze(GroupProtocol protocol, Point point, Predicate<Desk> meanwhile)
      throws Exception {
    try (Desk desk = desk(protocol);
        Load load = Load.on(desk.topic, RATE, Proof.SEED);
        Drilled zombie = Drilled.begin(shop, desk, point, Proof.SEED, "")) {
      zombie.tell();
      zombie.awaitStill();
      Tapped tap = new Tapped();
      desk.connect = tap::connect;
      InboxWorkers other = desk.instance(1);
      boolean tookEffect;
      try (Frozen frozen = Frozen.process(zombie.pid())) {
        assertThat(frozen).isNotNull();
        other.start();
        // The zombie had them all: what the other is given now was taken from it.
        soon().until(() -> tap.polled.get() > 0);
        tookEffect = meanwhile.test(desk);
      }
      int before = tap.revoked.get();
      // From where it stood still; then it comes back into the group and takes its share.
      zombie.tell();
      soon().until(() -> tap.revoked.get() > before);
      Map<UUID, Load.Told> told = load.stop();
      try {
        new Proof(shop, desk, told).holds();
        assertThat(zombie.isAlive()).as("it lives and works").isTrue();
        assertThat(desk.counted("repeated") > 0 || !tookEffect).as("found done").isTrue();
      } finally {
        other.stop();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.ensemble.messaging.Proof#protocols")
  void a_batch_that_takes_longer_than_the_group_waits_for_a_poll_repeats_nothing(
      GroupProtocol protocol) throws Exception {
    try (Desk desk = desk(protocol);
        Load load = Load.on(desk.topic, RATE, Proof.SEED)) {
      desk.kafkaProperties.put("max.poll.interval.ms", "1500");
      AtomicBoolean first = new AtomicBoolean(true);
      CountDownLatch stands = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      shop.behaviour()
          .after(
              one -> {
                if (first.compareAndSet(true, false)) {
                  stands.countDown();
                  hold(goOn);
                }
              });
      Tapped slowTap = new Tapped();
      desk.connect = slowTap::connect;
      InboxWorkers slow = desk.instance(1);
      slow.start();
      assertThat(stands.await(60, TimeUnit.SECONDS)).isTrue();
      Tapped tap = new Tapped();
      desk.connect = tap::connect;
      desk.kafkaProperties.put("max.poll.interval.ms", "60000");
      InboxWorkers other = desk.instance(1);
      other.start();
      try {
        soon().until(() -> tap.polled.get() > 0);
        goOn.countDown();
        soon().until(() -> slowTap.lost.get() > 0 && slowTap.assigned.get() > 1);
        new Proof(shop, desk, load.stop()).holds();
        assertThat(desk.counted("repeated")).as("of the batch that took too long").isPositive();
      } finally {
        goOn.countDown();
        slow.stop();
        other.stop();
      }
    }
  }

  private static Desk desk(GroupProtocol protocol) throws Exception {
    Desk desk = Desk.open(shop, 6);
    desk.time = System::nanoTime;
    desk.protocol = protocol;
    if (protocol == GroupProtocol.CLASSIC) {
      desk.kafkaProperties.put("session.timeout.ms", SESSION_MILLIS);
      return desk;
    }
    try (var admin = desk.admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, desk.consumer),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("consumer.session.timeout.ms", SESSION_MILLIS),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
    return desk;
  }

  /** Whether there is such a session in the shop's database. */
  private static boolean isAny(String condition) {
    return shop.superuser()
        .sql(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND "
                + condition)
        .query(Boolean.class)
        .single();
  }

  private static void hold(CountDownLatch goOn) {
    try {
      goOn.await();
    } catch (InterruptedException unasked) {
      throw new IllegalStateException(unasked);
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Proof.PATIENCE).pollInterval(Proof.LOOK_AGAIN_AFTER);
  }
}
