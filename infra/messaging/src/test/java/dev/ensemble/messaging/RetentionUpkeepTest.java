package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.messaging.leases.Leases;
import dev.ensemble.testkit.Facts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What goes in time, and each reason for which it stays. */
class RetentionUpkeepTest {
  private static final Duration WINDOW = Duration.ofDays(14);
  private static final RetentionUpkeep.Keep KEEP =
      new RetentionUpkeep.Keep(Duration.ofDays(7), WINDOW, Duration.ofDays(30));

  private static Shop shop;
  private static Lot lot;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    shop.stopLoop("messagingRetention");
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothingWasDropped() {
    shop.reset();
    for (String table : List.of("leases", "dropped_days", "closed_outbox_days")) {
      shop.superuser().sql("DELETE FROM messaging." + table).update();
    }
    makeDays(20);
  }

  @AfterEach
  void noSlot() {
    shop.superuser()
        .sql(
            """
            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE database = current_database()
            """)
        .query()
        .listOfRows();
  }

  @Test
  void days_that_are_over_go_whole_and_all_others_stay() {
    remember(idOf(17), idOf(16), idOf(15), idOf(0));

    assertThat(upkeep("one").runOnce()).isPositive();

    assertThat(days("processed_events")).doesNotContain(ago(20), ago(17), ago(16));
    assertThat(days("processed_events"))
        .as("a day more, for slow clocks")
        .contains(ago(15), ago(14), ago(0));
    assertThat(days("outbox")).doesNotContain(ago(9)).contains(ago(8), ago(7), ago(0));
    assertThat(shop.remembered()).isEqualTo(2);
    assertThat(upkeep("one").runOnce()).as("all is done").isZero();
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
        .param(idOf(17))
        .update();
    RetentionUpkeep upkeep = upkeep("one");
    upkeep.runOnce();

    assertThat(days("processed_events")).contains(ago(17)).doesNotContain(ago(18), ago(16));
    assertThat(upkeep.kept())
        .containsEntry(
            "processed_events " + ago(17), "an event of it is parked: redrive or discard it");

    shop.superuser().sql("DELETE FROM messaging.parked_events").update();
    upkeep.runOnce();
    assertThat(days("processed_events")).doesNotContain(ago(17));
    assertThat(upkeep.kept()).isEmpty();
  }

  @Test
  void a_day_that_was_dropped_does_not_come_back_empty_when_the_window_is_made_longer() {
    UUID actedOn = idOf(16);
    remember(actedOn);
    upkeep("one").runOnce();

    new PartitionUpkeep(
            shop.bean(JdbcTemplate.class),
            Clock.systemUTC(),
            new PartitionUpkeep.Span(Duration.ofDays(30), Duration.ofDays(7)))
        .runOnce();

    assertThat(days("processed_events")).doesNotContain(ago(16)).contains(ago(15), ago(0));
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
  void a_day_of_the_outbox_stays_while_nothing_says_that_its_rows_are_published() {
    write(idOf(10));
    RetentionUpkeep upkeep = upkeep("one");
    upkeep.runOnce();

    assertThat(days("outbox")).contains(ago(10)).doesNotContain(ago(11), ago(9));
    assertThat(upkeep.kept().get("outbox " + ago(10))).contains("has no replication slot");
  }

  @Test
  void a_day_of_the_outbox_stays_until_every_slot_of_the_database_has_confirmed_its_rows() {
    slot("retention_relay");
    slot("retention_other");
    write(idOf(10));
    RetentionUpkeep upkeep = upkeep("one");
    upkeep.runOnce();
    assertThat(upkeep.kept().get("outbox " + ago(10))).contains("other has not confirmed");

    confirm("retention_other");
    upkeep.runOnce();
    assertThat(days("outbox")).contains(ago(10));
    assertThat(upkeep.kept().get("outbox " + ago(10))).contains("relay has not confirmed");

    confirm("retention_relay");
    upkeep.runOnce();
    assertThat(days("outbox")).doesNotContain(ago(10));
    assertThat(upkeep.kept()).isEmpty();
  }

  @Test
  void the_place_behind_a_days_rows_is_noted_when_their_writer_has_committed() {
    slot("retention_relay");
    RetentionUpkeep upkeep = upkeep("one");
    shop.transaction()
        .executeWithoutResult(
            open -> {
              write(idOf(10));
              // It is seen by nobody else yet: the day looks empty, and is being written to.
              runApart(upkeep);
              assertThat(upkeep.kept().get("outbox " + ago(10)))
                  .contains("others have been at work");
            });
    confirm("retention_relay");
    upkeep.runOnce();
    assertThat(days("outbox")).as("noted after the confirmation").contains(ago(10));
    confirm("retention_relay");
    upkeep.runOnce();
    assertThat(days("outbox")).doesNotContain(ago(10));
  }

  @Test
  void who_writes_is_held_up_for_half_a_second_at_most_and_the_day_goes_later() {
    remember(idOf(17));
    RetentionUpkeep upkeep = upkeep("one");
    shop.transaction()
        .executeWithoutResult(
            open -> {
              remember(idOf(0));
              runApart(upkeep);
              remember(idOf(17));
            });

    assertThat(days("processed_events")).contains(ago(17));
    assertThat(upkeep.kept().get("processed_events " + ago(17)))
        .contains("others have been at work on the table for half a second");
    upkeep.runOnce();
    assertThat(days("processed_events")).doesNotContain(ago(17));
  }

  @Test
  void of_two_replicas_one_does_it_and_the_other_when_the_first_is_gone() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    RetentionUpkeep one = upkeep("one");
    RetentionUpkeep other = upkeep("other");
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
    makeDays(20);
    assertThat(idle.runOnce()).as("the other one's lease lasts").isZero();
    shop.superuser()
        .sql("UPDATE messaging.leases SET expires_at = clock_timestamp() - interval '1 us'")
        .update();
    assertThat(idle.runOnce()).isPositive();
  }

  @Test
  void foreign_ids_are_forgotten_beyond_their_window_but_for_what_people_decided() {
    UUID old = foreign(32);
    UUID young = foreign(30);
    UUID discarded = foreign(32);
    UUID actedOnAnyway = idOf(40);
    rememberForeign(actedOnAnyway, 32);
    shop.superuser()
        .sql(
            """
            INSERT INTO messaging.parking_audit (actor, reason, result, consumer, number, kind,
              event_id, digest, topic, partition, record_offset)
            VALUES ('ada', 'no', 'discarded', 'shop', 1, 'failed', ?, 0, 't', 0, 0)
            """)
        .param(discarded)
        .update();

    upkeep("one").runOnce();

    assertThat(
            shop.superuser()
                .sql("SELECT event_id FROM messaging.processed_foreign_events")
                .query(UUID.class)
                .list())
        .containsExactlyInAnyOrder(young, discarded, actedOnAnyway)
        .doesNotContain(old);
  }

  @Test
  void a_discarded_foreign_event_does_not_act_when_it_comes_again_after_the_window() {
    UUID id = UUID.randomUUID();
    lot.poison("k", 1);
    lot.take(lotEvent(id));
    lot.discard(Lot.ALL);
    lot.mend();
    shop.superuser()
        .sql("UPDATE messaging.processed_foreign_events SET processed_at = '2020-01-01'")
        .update();
    upkeep("one").runOnce();

    assertThat(shop.inbox().receive(List.of(lotEvent(id))).repeated()).isEqualTo(1);
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void foreign_ids_go_a_bounded_number_at_a_time() {
    for (int i = 0; i < 3; i++) {
      foreign(40);
    }
    RetentionTable table = new RetentionTable(shop.bean(JdbcTemplate.class));

    assertThat(table.forgetForeign(Duration.ofDays(30), 2)).isEqualTo(2);
    assertThat(table.forgetForeign(Duration.ofDays(30), 2)).isEqualTo(1);
    assertThat(table.forgetForeign(Duration.ofDays(30), 2)).isZero();
  }

  @Test
  void the_application_cannot_have_dropped_what_is_young() {
    remember(idOf(2));
    for (String refused :
        List.of(
            "SELECT messaging.drop_processed_day(?, interval '1 hour')",
            "SELECT messaging.drop_outbox_day(?, interval '2 days')")) {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> shop.sql().sql(refused).param(ago(2)).query().singleValue())
          .withMessageContaining("at least, not");
    }
    assertThat(
            shop.sql()
                .sql("SELECT messaging.drop_processed_day(?, interval '1 day')")
                .param(ago(2))
                .query(String.class)
                .single())
        .isEqualTo("it is not over");
    assertThat(shop.remembered()).isEqualTo(1);
  }

  static Intake<?> intakeOf(RememberedDays days) {
    return new Intake<>(
        shop.reactions("shop", Shop.TOPIC),
        shop.bean(FactJson.class),
        shop.bean(FactTransaction.class),
        days,
        shop.bean(Outages.class));
  }

  private static ConsumerRecord<byte[], byte[]> lotEvent(UUID id) {
    return fact(id).polled(Shop.TOPIC, 0, 1);
  }

  private static Facts fact(UUID id) {
    return Lot.fact("k", 1).key("k").id(id);
  }

  private static int runAfter(CyclicBarrier together, RetentionUpkeep upkeep) throws Exception {
    together.await(30, TimeUnit.SECONDS);
    return upkeep.runOnce();
  }

  /** Outside of the transaction of this thread. */
  private static void runApart(RetentionUpkeep upkeep) {
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      worker.submit(upkeep::runOnce).get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RetentionUpkeep upkeep(String owner) {
    return new RetentionUpkeep(
        new RetentionTable(shop.bean(JdbcTemplate.class)),
        shop.bean(Leases.class),
        owner,
        KEEP,
        Clock.systemUTC());
  }

  /** The days up to this one, if they are not there. */
  private static void makeDays(int back) {
    new PartitionUpkeep(
            new JdbcTemplate(shop.database.app()),
            Clock.systemUTC(),
            new PartitionUpkeep.Span(Duration.ofDays(back), Duration.ofDays(1)))
        .runOnce();
  }

  private static void slot(String name) {
    shop.superuser()
        .sql("SELECT pg_create_logical_replication_slot(?, 'pgoutput')")
        .param(name)
        .query()
        .singleRow();
  }

  /** As the relay does for what the broker has acknowledged. */
  private static void confirm(String slot) {
    shop.superuser()
        .sql("SELECT pg_replication_slot_advance(?, pg_current_wal_insert_lsn())")
        .param(slot)
        .query()
        .singleRow();
  }

  private static void write(UUID id) {
    shop.sql()
        .sql(
            """
            INSERT INTO messaging.outbox (id, topic, partition_key, type, source, subject,
              occurred_at, correlation_id, sequence, content_type, payload)
            VALUES (?, 't', 'k', 'a.b.v1', '/s', 'k', '2026-01-01T00:00:00Z', 'k', 1,
              'application/json', '{}')
            """)
        .param(id)
        .update();
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

  private static UUID foreign(int daysAgo) {
    UUID id = UUID.randomUUID();
    rememberForeign(id, daysAgo);
    return id;
  }

  private static void rememberForeign(UUID id, int daysAgo) {
    shop.superuser()
        .sql(
            """
            INSERT INTO messaging.processed_foreign_events
            VALUES ('shop', ?, 0, clock_timestamp() - make_interval(days => ?))
            """)
        .params(id, daysAgo)
        .update();
  }

  private static UUID idOf(int daysAgo) {
    Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    return new EpochIds(noon.minus(Duration.ofDays(daysAgo))::toEpochMilli).next();
  }

  private static LocalDate ago(int days) {
    return LocalDate.now(ZoneOffset.UTC).minusDays(days);
  }

  private static List<LocalDate> days(String table) {
    return shop.superuser()
        .sql(
            """
            SELECT to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') FROM pg_inherits
            WHERE inhparent = ('messaging.' || ?)::regclass
            """)
        .param(table)
        .query(LocalDate.class)
        .list();
  }
}
