package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers grow old by the database's clock; the tests move the answers, not the clock. */
class ExpiryTest {
  private TestDatabase database;
  private Replica replica;

  @BeforeEach
  void open() {
    database = Replica.database();
    replica = new Replica(database);
    for (int days = 2; days <= 5; days++) {
      addDay(days);
    }
  }

  @AfterEach
  void close() {
    replica.close();
  }

  @Test
  void just_before_the_end_of_its_life_an_answer_is_replayed() {
    replica.sell("k");
    age(Replica.LIFE.minusMinutes(1));

    assertThat(replica.sell("k")).isInstanceOf(Outcome.Replayed.class);
    assertThat(Replica.sales(database)).hasSize(1);
  }

  @Test
  void after_the_end_of_its_life_a_call_runs_anew_and_counts_as_expired() {
    replica.sell("k");
    age(Replica.LIFE);

    assertThat(replica.sell("k")).isInstanceOf(Outcome.First.class);
    assertThat(replica.sell("k")).isInstanceOf(Outcome.Replayed.class);
    assertThat(replica.counted(Tally.Kind.EXPIRED)).isEqualTo(1);
    assertThat(replica.counted(Tally.Kind.FIRST)).isEqualTo(1);
    assertThat(Replica.sales(database)).hasSize(2);
  }

  @Test
  void an_expired_answer_binds_nobody_to_what_was_asked_then() {
    replica.sell("k");
    age(Replica.LIFE);
    Command other = new Command("ada", "POST /sales", "k", Fingerprint.of(new byte[] {2}));

    assertThat(replica.once.run(other, () -> Replica.answer("other")))
        .isInstanceOf(Outcome.First.class);
  }

  @Test
  void an_answer_from_a_clock_that_ran_ahead_is_still_found() {
    replica.sell("k");
    age(Duration.ofDays(-1));

    assertThat(replica.sell("k")).isInstanceOf(Outcome.Replayed.class);
  }

  @Test
  void whole_days_are_dropped_once_their_last_moment_is_older_than_an_answer_lives() {
    replica.sell("k");
    List<String> before = days();

    assertThat(upkeep(Replica.LIFE).runOnce()).as("days 2 to 5 ago ended a day ago").isEqualTo(4);
    assertThat(days()).isEqualTo(before.subList(4, before.size()));
    assertThat(upkeep(Replica.LIFE).runOnce()).isZero();
    assertThat(replica.sell("k")).isInstanceOf(Outcome.Replayed.class);
  }

  @Test
  void a_day_of_which_one_moment_may_still_live_is_kept() {
    // Two days ago ended between 24 and 48 hours ago.
    assertThat(upkeep(Duration.ofDays(2)).runOnce()).isEqualTo(3);
    assertThat(upkeep(Duration.ofDays(1)).runOnce()).isEqualTo(1);
  }

  @Test
  void the_days_ahead_are_made_and_yesterday_too() {
    assertThat(days()).hasSize(4 + 1 + 1 + 3);
    assertThat(new Upkeep(jdbc(), Duration.ofDays(5), Duration.ofDays(30)).runOnce()).isEqualTo(2);
  }

  @Test
  void two_replicas_keep_house_at_once_without_a_failure() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (Replica other = new Replica(database);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> one = threads.submit(() -> keepHouse(together, replica));
      Future<Integer> two = threads.submit(() -> keepHouse(together, other));
      assertThat(one.get(30, TimeUnit.SECONDS)).isNotNegative();
      assertThat(two.get(30, TimeUnit.SECONDS)).isNotNegative();
    }
    assertThat(days()).as("yesterday, today and ten days ahead").hasSize(12);
  }

  @Test
  void a_call_on_a_day_without_a_partition_is_an_outage_and_leaves_nothing() {
    superuser().sql("DROP TABLE idempotency.answers_" + day(0)).update();

    assertThatExceptionOfType(MissingDay.class).isThrownBy(() -> replica.sell("k"));
    assertThat(Replica.sales(database)).isEmpty();

    assertThat(upkeep(Duration.ofDays(30)).runOnce()).isEqualTo(1);
    assertThat(replica.sell("k")).isInstanceOf(Outcome.First.class);
  }

  @Test
  void nobody_drops_today_by_a_wrong_argument() {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> upkeep(Duration.ofMinutes(59)).runOnce())
        .withMessageContaining("for an hour at least");
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> new Upkeep(jdbc(), Duration.ofDays(61), Replica.LIFE).runOnce())
        .withMessageContaining("from 0 to 60");
  }

  private static int keepHouse(CyclicBarrier together, Replica replica) throws Exception {
    together.await(30, TimeUnit.SECONDS);
    return new Upkeep(new JdbcTemplate(replica.pool), Duration.ofDays(10), Replica.LIFE).runOnce();
  }

  private Upkeep upkeep(Duration life) {
    return new Upkeep(jdbc(), Duration.ofDays(3), life);
  }

  /** As the application's role, which runs the upkeep. */
  private JdbcTemplate jdbc() {
    return new JdbcTemplate(replica.pool);
  }

  private void age(Duration by) {
    superuser()
        .sql(
            """
            UPDATE idempotency.answers SET created_at = created_at - CAST(? AS interval)
            """)
        .param(by.toString())
        .update();
  }

  private void addDay(int daysAgo) {
    superuser()
        .sql(
            """
            CREATE TABLE idempotency.answers_%s PARTITION OF idempotency.answers
              FOR VALUES FROM ('%s 00:00:00+00') TO ('%s 00:00:00+00')
            """
                .formatted(day(-daysAgo), day(-daysAgo), day(1 - daysAgo)))
        .update();
  }

  /** By the database, in UTC. */
  private String day(int fromToday) {
    return superuser()
        .sql(
            """
            SELECT to_char((clock_timestamp() AT TIME ZONE 'UTC')::date + ?, 'YYYYMMDD')
            """)
        .param(fromToday)
        .query(String.class)
        .single();
  }

  private List<String> days() {
    return superuser()
        .sql(
            """
            SELECT right(inhrelid::regclass::text, 8) FROM pg_inherits
            WHERE inhparent = 'idempotency.answers'::regclass ORDER BY 1
            """)
        .query(String.class)
        .list();
  }

  private JdbcClient superuser() {
    return JdbcClient.create(database.superuser());
  }
}
