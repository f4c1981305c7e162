package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What goes in time, and each reason for which it stays. */
class RetentionUpkeepTest {
  private static Shop shop;
  private static Lot lot;
  private static OldDays old;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    lot = new Lot(shop);
    old = new OldDays(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothingWasDropped() {
    old.clear();
  }

  @Test
  void days_that_are_over_go_whole_and_all_others_stay() {
    remember(OldDays.idOf(17), OldDays.idOf(16), OldDays.idOf(15), OldDays.idOf(0));

    assertThat(old.upkeep("one").dropDays()).isPositive();
    OldDays.dropAll(old.upkeep("one"));

    assertThat(old.of("processed_events"))
        .doesNotContain(OldDays.ago(20), OldDays.ago(17), OldDays.ago(16));
    assertThat(old.of("processed_events"))
        .as("a day more, for slow clocks")
        .contains(OldDays.ago(15), OldDays.ago(14), OldDays.ago(0));
    assertThat(old.of("outbox"))
        .doesNotContain(OldDays.ago(9))
        .contains(OldDays.ago(8), OldDays.ago(7), OldDays.ago(0));
    assertThat(shop.remembered()).isEqualTo(2);
    assertThat(old.upkeep("one").dropDays()).as("all is done").isZero();
  }

  @Test
  void a_pass_drops_a_few_days_of_each_table_and_the_oldest_first() {
    int max = RetentionUpkeep.DAYS_GONE_PER_PASS_MAX;
    old.make(14 + 2 * max);
    RetentionUpkeep upkeep = old.upkeep("one");

    assertThat(upkeep.dropDays()).isEqualTo(2 * max);
    for (String table : List.of("processed_events", "outbox")) {
      assertThat(old.of(table))
          .doesNotContain(OldDays.ago(14 + 2 * max), OldDays.ago(14 + max + 1))
          .contains(OldDays.ago(14 + max));
    }
    OldDays.dropAll(upkeep);
    assertThat(old.of("processed_events"))
        .doesNotContain(OldDays.ago(16))
        .contains(OldDays.ago(15));
    assertThat(old.of("outbox")).doesNotContain(OldDays.ago(9)).contains(OldDays.ago(8));
  }

  @Test
  void a_day_of_which_any_consumers_event_is_parked_stays_until_that_is_decided() {
    shop.superuser()
        .sql(
            """
            INSERT INTO messaging.parked_events (consumer, event_id, digest, topic, partition,
              record_offset, record_time_millis, header_names, header_values, kind, reason,
              fingerprint, attempts)
            VALUES ('somebody-else', ?, 0, 't', 0, 0, 0, '{}', '{}', 'expired', 'old',
              '0123456789ab', 1)
            """)
        .param(OldDays.idOf(17))
        .update();
    RetentionUpkeep upkeep = old.upkeep("one");
    upkeep.dropDays();

    assertThat(old.of("processed_events"))
        .contains(OldDays.ago(17))
        .doesNotContain(OldDays.ago(18), OldDays.ago(16));
    assertThat(upkeep.kept())
        .containsEntry(
            "processed_events " + OldDays.ago(17),
            "an event of it is parked: redrive or discard it");

    shop.superuser().sql("DELETE FROM messaging.parked_events").update();
    upkeep.dropDays();
    assertThat(old.of("processed_events")).doesNotContain(OldDays.ago(17));
    assertThat(upkeep.kept()).isEmpty();
  }

  @Test
  void a_day_that_was_dropped_does_not_come_back_empty_when_the_window_is_made_longer() {
    UUID actedOn = OldDays.idOf(16);
    remember(actedOn);
    old.upkeep("one").dropDays();

    new PartitionUpkeep(
            shop.bean(JdbcTemplate.class),
            Clock.systemUTC(),
            new PartitionUpkeep.Span(Duration.ofDays(30), Duration.ofDays(7)))
        .runOnce();

    assertThat(old.of("processed_events"))
        .doesNotContain(OldDays.ago(16))
        .contains(OldDays.ago(15), OldDays.ago(0));
    Intake<?> intake =
        intakeOf(
            new RememberedDays(
                shop.bean(ProcessedEventsTable.class)::days,
                Clock.systemUTC(),
                Duration.ofDays(30),
                Duration.ofDays(30)));
    Progress progress = intake.take(List.of(lotEvent(actedOn)), Lot.ONE);
    assertThat(progress.done().parked()).isEqualTo(1);
    assertThat(shop.effects()).isEmpty();
    assertThat(lot.parked()).containsExactly("expired k 1");
  }

  @Test
  void who_writes_is_held_up_for_half_a_second_at_most_and_the_day_goes_later() {
    remember(OldDays.idOf(17));
    RetentionUpkeep upkeep = old.upkeep("one");
    shop.transaction()
        .executeWithoutResult(
            open -> {
              remember(OldDays.idOf(0));
              long begun = System.nanoTime();
              OldDays.runApart(upkeep);
              assertThat(Duration.ofNanos(System.nanoTime() - begun))
                  .as("once, not for each day that is over")
                  .isLessThan(Duration.ofSeconds(5));
              remember(OldDays.idOf(17));
            });

    assertThat(old.of("processed_events")).contains(OldDays.ago(20), OldDays.ago(17));
    assertThat(upkeep.kept().get("processed_events " + OldDays.ago(20)))
        .contains("others have been at work on the table");
    upkeep.dropDays();
    assertThat(old.of("processed_events")).doesNotContain(OldDays.ago(17));
  }

  @Test
  void of_two_replicas_one_does_it_and_the_other_when_the_first_is_gone() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    RetentionUpkeep one = old.upkeep("one");
    RetentionUpkeep other = old.upkeep("other");
    int here;
    int there;
    try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
      Future<Integer> first = workers.submit(() -> runAfter(together, one));
      Future<Integer> second = workers.submit(() -> runAfter(together, other));
      here = first.get(60, TimeUnit.SECONDS);
      there = second.get(60, TimeUnit.SECONDS);
    }
    assertThat(Math.min(here, there)).as("one of %s and %s", here, there).isZero();
    assertThat(Math.max(here, there)).isPositive();

    RetentionUpkeep idle = here == 0 ? one : other;
    shop.superuser().sql("DELETE FROM messaging.dropped_days").update();
    old.make(20);
    assertThat(idle.dropDays()).as("the other one's lease lasts").isZero();
    shop.superuser()
        .sql("UPDATE messaging.leases SET expires_at = clock_timestamp() - interval '1 us'")
        .update();
    assertThat(idle.dropDays()).isPositive();
  }

  @Test
  void the_application_cannot_have_dropped_what_is_young() {
    remember(OldDays.idOf(2));
    for (String refused :
        List.of(
            "SELECT messaging.drop_processed_day(?, interval '1 hour')",
            "SELECT messaging.drop_outbox_day(?, interval '2 days')")) {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> shop.sql().sql(refused).param(OldDays.ago(2)).query().singleValue())
          .withMessageContaining("at least, not");
    }
    assertThat(
            shop.sql()
                .sql("SELECT messaging.drop_processed_day(?, interval '1 day')")
                .param(OldDays.ago(2))
                .query(String.class)
                .single())
        .isEqualTo("it is not over");
    assertThat(shop.remembered()).isEqualTo(1);
  }

  private static Intake<?> intakeOf(RememberedDays days) {
    return new Intake<>(
        shop.reactions("shop", Shop.TOPIC),
        shop.bean(FactJson.class),
        shop.bean(FactTransaction.class),
        days,
        shop.bean(Outages.class));
  }

  private static ConsumerRecord<byte[], byte[]> lotEvent(UUID id) {
    return Lot.fact("k", 1).id(id).polled(Shop.TOPIC, 0, 1);
  }

  private static int runAfter(CyclicBarrier together, RetentionUpkeep upkeep) throws Exception {
    together.await(30, TimeUnit.SECONDS);
    return upkeep.dropDays();
  }

  private static void remember(UUID... ids) {
    for (UUID id : ids) {
      shop.sql()
          .sql(
              "INSERT INTO messaging.processed_events VALUES ('shop', ?, 0) ON CONFLICT DO NOTHING")
          .param(id)
          .update();
    }
  }
}
