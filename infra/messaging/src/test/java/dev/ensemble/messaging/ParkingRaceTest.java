package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A redrive and live traffic of the same key, on two connections, interleaved at every statement:
 * wherever one stands while the other goes on, each event takes effect once and in its order.
 */
@Timeout(300)
class ParkingRaceTest {
  private static Shop shop;
  private static Stepped first;
  private static Stepped second;
  private static JdbcTemplate look;

  private int lettingLiveWait;
  private int lettingRedriveWait;
  private int parkedBehind;
  private int ranLive;

  @BeforeAll
  static void open() throws SQLException {
    shop = Shop.open();
    first = new Stepped(shop.database.app());
    second = new Stepped(shop.database.app());
    look =
        new JdbcTemplate(
            new SingleConnectionDataSource(shop.database.superuser().getConnection(), true));
  }

  @AfterAll
  static void close() throws SQLException {
    first.close();
    second.close();
    shop.close();
  }

  @Test
  void a_redrive_and_the_next_live_event_of_its_key_never_overtake_each_other() throws Exception {
    int redriveSteps = steps(first, () -> redrive(first));
    int liveSteps = steps(second, () -> live(second, Lot.event("a", 3)));
    assertThat(redriveSteps).as("two events, each in a transaction").isGreaterThan(20);
    assertThat(liveSteps).isGreaterThan(5);

    for (int r = 0; r <= redriveSteps; r++) {
      for (int l = 0; l <= liveSteps; l++) {
        for (boolean redriveFirst : new boolean[] {true, false}) {
          Meeting met = interleave(r, l, redriveFirst, () -> live(second, Lot.event("a", 3)));

          assertThat(met.live().applied() + met.live().parked()).as(met.when()).isEqualTo(1);
          assertThat(met.treated())
              .as(met.when())
              .allMatch(t -> t.outcome() == Treated.Outcome.APPLIED);
          assertThat(effects()).as(met.when()).containsExactly("a 1", "a 2", "a 3");
          assertThat(parked()).as(met.when()).isEmpty();
          assertThat(keys()).as(met.when()).isEmpty();
          parkedBehind += met.live().parked();
          ranLive += met.live().applied();
        }
      }
    }

    assertThat(lettingLiveWait).as("live traffic that waited for a redrive").isPositive();
    assertThat(lettingRedriveWait).as("redrives that waited for live traffic").isPositive();
    assertThat(parkedBehind).as("live events that were parked behind").isPositive();
    assertThat(ranLive).as("live events that found their key free").isPositive();
  }

  @Test
  void a_key_that_is_parked_while_it_is_freed_stays_parked_or_its_event_takes_effect()
      throws Exception {
    int stayed = 0;
    int redriveSteps = steps(first, () -> redrive(first));
    int liveSteps = steps(second, () -> parkFailed(second, Lot.event("a", 3)));
    for (int r = 0; r <= redriveSteps; r++) {
      for (int l = 0; l <= liveSteps; l++) {
        for (boolean redriveFirst : new boolean[] {true, false}) {
          Meeting met = interleave(r, l, redriveFirst, () -> parkFailed(second, Lot.event("a", 3)));

          // One that is in before the redrive is at its end is redriven with the rest.
          boolean stays = met.treated().size() == 2;
          stayed += stays ? 1 : 0;
          assertThat(met.live().parked()).as(met.when()).isEqualTo(1);
          assertThat(effects())
              .as(met.when())
              .isEqualTo(stays ? List.of("a 1", "a 2") : List.of("a 1", "a 2", "a 3"));
          assertThat(parked()).as(met.when()).hasSize(stays ? 1 : 0);
          assertThat(keys()).as(met.when()).hasSize(stays ? 1 : 0);
        }
      }
    }
    assertThat(stayed).as("those that came after the redrive's end").isPositive();
    assertThat(lettingRedriveWait).as("redrives that waited for live traffic").isPositive();
  }

  @Test
  void of_two_redrives_at_once_each_event_takes_effect_in_one() throws Exception {
    int steps = steps(first, () -> redrive(first));
    int waited = 0;
    for (int i = 0; i <= steps; i++) {
      for (int j = 0; j <= steps; j += 5) {
        park();
        FutureTask<List<Treated>> one = first.begin(() -> redrive(first));
        FutureTask<List<Treated>> other = second.begin(() -> redrive(second));
        first.let(i);
        first.awaitStill(ParkingRaceTest::isBlocked);
        second.let(j);
        waited += second.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
        first.letAll();
        first.awaitStill(ParkingRaceTest::isBlocked);
        List<Treated> all = new ArrayList<>(second.result(other));
        all.addAll(first.result(one));

        assertThat(effects()).as("after %d and %d statements", i, j).containsExactly("a 1", "a 2");
        assertThat(all.stream().filter(t -> t.outcome() == Treated.Outcome.APPLIED)).hasSize(2);
        assertThat(all)
            .extracting(Treated::outcome)
            .isSubsetOf(Treated.Outcome.APPLIED, Treated.Outcome.GONE);
        assertThat(keys()).isEmpty();
      }
    }
    assertThat(waited).as("redrives that waited for each other").isPositive();
  }

  /** As a frozen consumer and the one that took its partition over do. */
  @Test
  void of_two_that_park_one_event_at_once_one_does_and_the_other_knows() throws Exception {
    int waited = 0;
    int steps = steps(first, () -> parkFailed(first, Lot.event("b", 3)));
    for (int i = 0; i <= steps; i++) {
      park();
      ConsumerRecord<byte[], byte[]> event = Lot.event("b", 3);
      FutureTask<Inbox.Receipt> one = first.begin(() -> parkFailed(first, event));
      FutureTask<Inbox.Receipt> other = second.begin(() -> parkFailed(second, event));
      first.let(i);
      first.awaitStill(ParkingRaceTest::isBlocked);
      second.letAll();
      waited += second.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
      first.letAll();

      assertThat(first.result(one).parked() + second.result(other).parked())
          .as("after %d statements", i)
          .isEqualTo(1);
      assertThat(parked()).as("after %d statements", i).hasSize(3);
    }
    assertThat(waited).as("those that waited for each other").isPositive();
  }

  /** As a consumer that gave an event up, and the mended one that took its partition over. */
  @Test
  void an_event_that_one_acts_on_while_another_parks_it_is_acted_on_or_parked_and_never_both()
      throws Exception {
    int acted = 0;
    int waited = 0;
    int parkSteps = steps(first, () -> parkFailed(first, Lot.event("b", 3)));
    int liveSteps = steps(second, () -> live(second, Lot.event("b", 3)));
    for (int p = 0; p <= parkSteps; p++) {
      for (int l = 0; l <= liveSteps; l++) {
        park();
        ConsumerRecord<byte[], byte[]> event = Lot.event("b", 3);
        FutureTask<Inbox.Receipt> parking = first.begin(() -> parkFailed(first, event));
        FutureTask<Inbox.Receipt> live = second.begin(() -> live(second, event));
        second.let(l);
        second.awaitStill(ParkingRaceTest::isBlocked);
        first.let(p);
        waited += first.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
        second.letAll();
        waited += second.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
        int parked = first.result(parking).parked();
        long applied = second.result(live).applied();

        String when = "parking at %d, live at %d".formatted(p, l);
        acted += (int) applied;
        assertThat(parked + applied).as(when).isEqualTo(1);
        assertThat(effects()).as(when).hasSize((int) applied);
        assertThat(parked()).as(when).hasSize(2 + parked);
        assertThat(keys()).as(when).hasSize(1 + parked);
      }
    }
    assertThat(acted).as("those that were acted on").isBetween(1, parkSteps * liveSteps);
    assertThat(waited).as("those that waited for each other").isPositive();
  }

  /** What came of a redrive and live traffic that met. */
  private record Meeting(String when, List<Treated> treated, Inbox.Receipt live) {}

  private Meeting interleave(
      int redriveSteps, int liveSteps, boolean redriveFirst, Callable<Inbox.Receipt> work)
      throws Exception {
    park();
    FutureTask<List<Treated>> redrive = first.begin(() -> redrive(first));
    FutureTask<Inbox.Receipt> live = second.begin(work);
    if (redriveFirst) {
      first.let(redriveSteps);
      first.awaitStill(ParkingRaceTest::isBlocked);
      second.let(liveSteps);
      lettingLiveWait += second.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
      first.letAll();
      lettingRedriveWait += first.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
    } else {
      second.let(liveSteps);
      second.awaitStill(ParkingRaceTest::isBlocked);
      first.let(redriveSteps);
      lettingRedriveWait += first.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
      second.letAll();
      lettingLiveWait += second.awaitStill(ParkingRaceTest::isBlocked) ? 1 : 0;
    }
    first.letAll();
    Inbox.Receipt receipt = second.result(live);
    List<Treated> treated = first.result(redrive);
    String when =
        "redrive at %d, live at %d, %s first"
            .formatted(redriveSteps, liveSteps, redriveFirst ? "redrive" : "live");
    return new Meeting(when, treated, receipt);
  }

  /** How many statements the work has when nobody is in its way. */
  private static int steps(Stepped stepped, Callable<?> work) throws Exception {
    park();
    stepped.result(stepped.begin(work));
    return stepped.taken();
  }

  /** Events 1 and 2 of key a are parked, and nothing else is there. */
  private static void park() {
    for (String table :
        List.of(
            "shop.effects",
            "messaging.parked_events",
            "messaging.parked_keys",
            "messaging.parking_audit",
            "messaging.processed_events")) {
      look.update("DELETE FROM " + table);
    }
    Parking parking = shop.bean(Parking.class);
    shop.bean(InboxTransaction.class)
        .run(
            status ->
                parking.park(
                    "shop",
                    List.of(
                        Parkable.culprit(Lot.event("a", 1), new IllegalStateException(), 3),
                        Parkable.behind(
                            Lot.event("a", 2), ParkedKey.stored(new byte[] {(byte) 'a'})))));
  }

  private static List<Treated> redrive(Stepped stepped) {
    Parts parts = new Parts(shop, stepped);
    return new ParkedKeysRedrive(
            new ParkedStep<>(
                parts.reactions,
                shop.bean(FactJson.class),
                shop.bean(RememberedDays.class),
                shop.bean(Outages.class),
                new ParkedStep.Store(
                    parts.transaction,
                    new ParkedEventsTable(parts.jdbc),
                    parts.processed,
                    parts.facts,
                    ParkingFacts.NOT_TOLD)),
            new ParkedEventsTable(parts.jdbc),
            shop.bean(Outages.class))
        .run(Redrive.Order.of(Lot.ALL, Lot.DECISION));
  }

  private static Inbox.Receipt live(Stepped stepped, ConsumerRecord<byte[], byte[]> record) {
    Progress progress = new Parts(shop, stepped).intake(shop).take(List.of(record), Lot.ONE);
    assertThat(progress.outage()).isNull();
    assertThat(progress.failures()).isEmpty();
    return progress.done();
  }

  /** As of a topic's event that has failed while its key was parked by another topic's. */
  private static Inbox.Receipt parkFailed(Stepped stepped, ConsumerRecord<byte[], byte[]> record) {
    Parkable culprit = Parkable.culprit(record, new IllegalStateException(), 3);
    return new Inbox.Receipt(
        0, 0, 0, new Parts(shop, stepped).facts.park("shop", culprit).parked().size());
  }

  private static boolean isBlocked(int backend) {
    return !look.queryForList(
            "SELECT 1 FROM pg_stat_activity WHERE pid = ? AND wait_event_type = 'Lock'", backend)
        .isEmpty();
  }

  private static List<String> effects() {
    return look.queryForList(
        "SELECT key || ' ' || amount FROM shop.effects ORDER BY place", String.class);
  }

  private static List<String> parked() {
    return look.queryForList(
        "SELECT kind || ' ' || record_offset FROM messaging.parked_events", String.class);
  }

  private static List<String> keys() {
    return look.queryForList(
        "SELECT convert_from(record_key, 'UTF8') FROM messaging.parked_keys", String.class);
  }
}
