package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The next days are there before they are needed, whoever makes them and however often. */
class PartitionUpkeepTest {
  private static final PartitionUpkeep.Span SPAN =
      new PartitionUpkeep.Span(Duration.ofDays(2), Duration.ofDays(3));

  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void what_is_there_is_not_made_again() {
    SettableClock clock = SettableClock.at(Instant.parse("2031-03-01T00:00:00Z"));
    PartitionUpkeep upkeep = upkeep(clock);

    assertThat(upkeep.runOnce()).as("six days of two tables").isEqualTo(12);
    assertThat(upkeep.runOnce()).isZero();
    clock.advance(Duration.ofDays(1).minusSeconds(1));
    assertThat(upkeep.runOnce()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(upkeep.runOnce()).as("the next day in UTC, not in the session's zone").isEqualTo(2);
  }

  @Test
  void days_that_were_left_out_while_nobody_ran_are_made_up_for() {
    SettableClock clock = SettableClock.at(Instant.parse("2032-02-27T12:00:00Z"));
    upkeep(clock).runOnce();

    clock.advance(Duration.ofDays(30));

    assertThat(upkeep(clock).runOnce()).isEqualTo(12);
  }

  @Test
  void two_workers_at_once_make_each_day_once() throws Exception {
    SettableClock clock = SettableClock.at(Instant.parse("2033-06-01T12:00:00Z"));
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
      Future<Integer> one = workers.submit(() -> runAfter(together, clock));
      Future<Integer> other = workers.submit(() -> runAfter(together, clock));

      assertThat(one.get(30, TimeUnit.SECONDS) + other.get(30, TimeUnit.SECONDS)).isEqualTo(12);
    }
  }

  @Test
  void those_who_write_are_not_stopped_meanwhile() {
    SettableClock clock = SettableClock.at(Instant.parse("2034-06-01T12:00:00Z"));

    // With CREATE TABLE ... PARTITION OF this would wait for the open transaction to end.
    shop.transaction()
        .executeWithoutResult(
            open -> {
              shop.sql()
                  .sql("INSERT INTO messaging.processed_events VALUES ('x', ?, 0)")
                  .param(shop.bean(Ids.class).next())
                  .update();
              assertThat(upkeepApart(clock).runOnce()).isEqualTo(12);
              open.setRollbackOnly();
            });
  }

  @Test
  void an_unbounded_span_is_refused_by_the_database() {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(
            () ->
                shop.sql()
                    .sql("SELECT messaging.ensure_partitions('2000-01-01', '2030-01-01')")
                    .query()
                    .singleValue())
        .withMessageContaining("at most 800 days");
  }

  @Test
  void an_id_belongs_to_the_day_in_utc_in_which_it_was_made() {
    Instant lastMilli = Instant.parse("2035-03-02T23:59:59.999Z");
    SettableClock clock = SettableClock.at(Instant.parse("2035-03-02T00:00:00Z"));
    upkeep(clock).runOnce();

    shop.sql()
        .sql("INSERT INTO messaging.processed_events VALUES ('x', ?, 0)")
        .param(new EpochIds(lastMilli::toEpochMilli).next())
        .update();

    assertThat(
            shop.superuser()
                .sql(
                    """
                    SELECT tableoid::regclass::text FROM messaging.processed_events
                    WHERE consumer = 'x'
                    """)
                .query(String.class)
                .list())
        .containsExactly("messaging.processed_events_20350302");
  }

  private static int runAfter(CyclicBarrier together, SettableClock clock) throws Exception {
    together.await(30, TimeUnit.SECONDS);
    return upkeepApart(clock).runOnce();
  }

  private static PartitionUpkeep upkeep(SettableClock clock) {
    return new PartitionUpkeep(shop.bean(JdbcTemplate.class), clock, SPAN);
  }

  /** On a connection of its own, outside of any transaction of this thread. */
  private static PartitionUpkeep upkeepApart(SettableClock clock) {
    return new PartitionUpkeep(new JdbcTemplate(shop.database.app()), clock, SPAN);
  }
}
