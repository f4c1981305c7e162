package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * A day is dropped while a replica, whose clock is slow and which knows the day from before, takes
 * in an event of it: at whichever statement it stands, what it did is remembered, or it does
 * nothing.
 */
class RetentionRaceTest {
  private static final Duration WINDOW = Duration.ofDays(14);

  private static Shop shop;
  private static Stepped replica;

  private final LocalDate old = LocalDate.now(ZoneOffset.UTC).minusDays(17);
  private final UUID id =
      new EpochIds(Instant.now().minus(Duration.ofDays(17))::toEpochMilli).next();

  private final Facts young = Shop.counted("young");

  /** By it the day is well within the window. */
  private final SettableClock slow = SettableClock.at(Instant.now().minus(Duration.ofDays(5)));

  @BeforeAll
  static void open() throws SQLException {
    shop = Shop.open();
    shop.stopLoop("messagingRetention");
    replica = new Stepped(shop.database.app());
  }

  @AfterAll
  static void close() throws SQLException {
    replica.close();
    shop.close();
  }

  @Test
  void
      an_event_of_a_day_that_is_dropped_meanwhile_is_remembered_or_parked_and_never_acted_on_twice()
          throws Exception {
    int acted = 0;
    int parked = 0;
    int steps = stepsOfOne();
    assertThat(steps).isGreaterThan(5);
    for (int step = 0; step <= steps; step++) {
      begin();
      Intake<Shop.Counted> intake = intake();
      FutureTask<Progress> taking = replica.begin(() -> intake.take(records(), Lot.ONE));
      replica.let(step);
      replica.awaitStill(RetentionRaceTest::isBlocked);
      Optional<String> stays = drop();
      Progress first = replica.result(taking);
      String when = "after " + step + " statements, the day stays: " + stays;

      if (stays.isEmpty() && first.outage() != null) {
        assertThat(first.outage()).as(when).isInstanceOf(MissingPartition.class);
        assertThat(shop.effects()).as(when).isEmpty();
      }
      // What is put back comes again, and what is done may come again.
      takeAgain(intake, when);
      assertThat(takeAgain(intake, when).applied()).as(when).isZero();
      assertThat(shop.effects()).as(when).containsOnlyOnce("young");
      boolean once = shop.effects().contains("old");
      assertThat(shop.effects()).as(when).hasSize(once ? 2 : 1);
      if (once) {
        acted++;
      } else {
        assertThat(new Lot(shop).parked()).as(when).containsExactly("expired old 0");
        parked++;
      }
    }
    assertThat(acted).as("events that were first").isPositive();
    assertThat(parked).as("events that came too late").isPositive();
  }

  /** The first to come after the drop finds the day gone; then it is known to be. */
  private Inbox.Receipt takeAgain(Intake<Shop.Counted> intake, String when) {
    Progress progress = intake.take(records(), Lot.ONE);
    if (progress.outage() != null) {
      assertThat(progress.outage()).as(when).isInstanceOf(MissingPartition.class);
      progress = intake.take(records(), Lot.ONE);
    }
    assertThat(progress.outage()).as(when).isNull();
    assertThat(progress.failures()).as(when).isEmpty();
    return progress.done();
  }

  private int stepsOfOne() throws Exception {
    begin();
    Intake<Shop.Counted> intake = intake();
    replica.result(replica.begin(() -> intake.take(records(), Lot.ONE)));
    return replica.taken();
  }

  private List<ConsumerRecord<byte[], byte[]>> records() {
    Facts fact = Shop.counted("old").id(id);
    return List.of(fact.polled(Shop.TOPIC, 0, 0), young.polled(Shop.TOPIC, 0, 1));
  }

  /** The day is there, and nothing happened yet. */
  private void begin() {
    shop.reset();
    shop.superuser().sql("DELETE FROM messaging.dropped_days").update();
    shop.sql()
        .sql("SELECT messaging.ensure_partitions(?, ?)")
        .params(old, old)
        .query(Integer.class)
        .single();
  }

  /** Why it stays; empty where it is gone. */
  private Optional<String> drop() {
    return new RetentionTable(shop.bean(JdbcTemplate.class))
        .drop(RetentionTable.Days.PROCESSED_EVENTS, old, WINDOW);
  }

  /** It has looked at the days before. */
  private Intake<Shop.Counted> intake() {
    JdbcTemplate jdbc = new JdbcTemplate(replica.database());
    ProcessedEventsTable processed = new ProcessedEventsTable(jdbc);
    RememberedDays days = new RememberedDays(processed::days, slow, WINDOW, WINDOW);
    days.require(id, 0);
    return new Intake<>(
        Reactions.<Shop.Counted>of("shop")
            .from(Shop.TOPIC)
            .on(
                Shop.COUNTED,
                Shop.Counted.class,
                one ->
                    jdbc.update(
                        "INSERT INTO shop.effects (key, amount) VALUES (?, 1)", one.orderId()))
            .build(),
        shop.bean(FactJson.class),
        new FactTransaction(
            new InboxTransaction(
                processed,
                InboxLimits.DEFAULT,
                new DataSourceTransactionManager(replica.database())),
            processed,
            new Parking(
                new ParkingTable(jdbc),
                processed,
                new ParkingLimits(1_000, 1_000, Long.MAX_VALUE),
                ParkingFacts.NOT_TOLD),
            new Cause.OfThread()),
        days,
        shop.bean(Outages.class));
  }

  private static boolean isBlocked(int backend) {
    return shop.superuser()
        .sql("SELECT cardinality(pg_blocking_pids(?)) > 0")
        .param(backend)
        .query(Boolean.class)
        .single();
  }
}
