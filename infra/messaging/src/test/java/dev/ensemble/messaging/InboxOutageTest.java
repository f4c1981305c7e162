package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.SettableClock;
import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** While the database is away everything waits; then it goes on by itself, with nothing lost. */
class InboxOutageTest {
  private static final TestDatabase ASIDE = TestDatabase.create("aside");

  private static Shop shop;

  @BeforeAll
  static void open() {
    // A pool that says soon that it got no connection, so that the steps are short.
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of("spring.datasource.hikari.connection-timeout", "250"));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @AfterEach
  void letIn() {
    database("ALLOW_CONNECTIONS true");
  }

  @Test
  void connections_that_end_in_the_middle_of_a_batch_lose_and_repeat_nothing() {
    try (Desk desk = Desk.open(shop, 2)) {
      AtomicInteger calls = new AtomicInteger();
      shop.behaviour()
          .after(
              one -> {
                if (one.orderId().equals("b") && calls.incrementAndGet() <= 5) {
                  endConnections();
                }
              });
      desk.send(0, "a", "b", "c");
      desk.send(1, "d");
      InboxWorker worker = desk.worker();

      desk.until(() -> calls.get() >= 1, worker);
      assertThat(worker.state().waitsFor()).isPresent();
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return shop.effects().size() == 4;
          },
          worker);

      assertThat(calls).as("more often than an event may fail").hasValue(6);
      assertThat(shop.effects()).containsExactlyInAnyOrder("a", "b", "c", "d");
      assertThat(shop.effects()).containsSubsequence("a", "b", "c");
      assertThat(worker.state().stopped()).isEmpty();
      assertThat(worker.state().waitsFor()).isEmpty();
      assertThat(new Lot(shop).parked()).isEmpty();
      assertThat(desk.committed(0)).isEqualTo(3);
    }
  }

  /** The commit fails, and then the rollback does, too, and hides why. */
  @Test
  void connections_that_end_in_the_commit_use_up_no_attempt() {
    shop.superuser().sql("CREATE SEQUENCE shop.commits").update();
    shop.superuser()
        .sql(
            """
            CREATE FUNCTION shop.end_with_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
              BEGIN
                IF nextval('shop.commits') <= 5 THEN
                  PERFORM pg_terminate_backend(pg_backend_pid());
                  PERFORM pg_sleep(10); -- which the end cuts off
                END IF;
                RETURN NULL;
              END $$
            """)
        .update();
    shop.superuser()
        .sql(
            """
            CREATE CONSTRAINT TRIGGER amid_the_commit AFTER INSERT ON shop.effects
              DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop.end_with_it()
            """)
        .update();
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, "a", "b");
      InboxWorker worker = desk.worker();
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return desk.committed(0) == 2;
          },
          worker);

      assertThat(shop.effects()).containsExactly("a", "b");
      assertThat(desk.counted("failed")).as("attempts used up").isZero();
      assertThat(new Lot(shop).parked()).isEmpty();
      assertThat(commits()).as("five that failed, and one event each in the last").isEqualTo(7);
    } finally {
      shop.superuser().sql("DROP FUNCTION shop.end_with_it CASCADE").update();
      shop.superuser().sql("DROP SEQUENCE shop.commits").update();
    }
  }

  private static long commits() {
    return shop.superuser().sql("SELECT last_value FROM shop.commits").query(Long.class).single();
  }

  @Test
  void a_database_that_goes_away_when_an_event_is_to_be_parked_lets_it_be_parked_later() {
    try (Desk desk = Desk.open(shop, 1)) {
      AtomicInteger calls = new AtomicInteger();
      shop.behaviour()
          .after(
              one -> {
                if (one.orderId().equals("b")) {
                  // The last of three attempts: with its batch, then alone.
                  if (calls.incrementAndGet() == 6) {
                    database("ALLOW_CONNECTIONS false");
                    endConnections();
                  }
                  throw new IllegalArgumentException("the shop is closed");
                }
              });
      desk.send(0, "a", "b", "c", "b");
      InboxWorker worker = desk.worker();
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return calls.get() == 6 && worker.state().waitsFor().isPresent();
          },
          worker);
      assertThat(worker.state().stopped()).isEmpty();

      database("ALLOW_CONNECTIONS true");
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return desk.committed(0) == 4;
          },
          worker);

      assertThat(shop.effects()).containsExactly("a", "c");
      assertThat(new Lot(shop).parked()).containsExactly("failed b 1", "behind b 3");
    }
  }

  @Test
  void a_database_that_refuses_connections_is_waited_for_within_the_group() throws Exception {
    try (Desk desk = Desk.open(shop, 1);
        var admin = desk.admin()) {
      desk.send(0, "a");
      InboxWorker worker = desk.worker();
      desk.until(() -> shop.effects().size() == 1, worker);
      var before = admin.describeConsumerGroups(List.of(desk.consumer)).all().get();

      database("ALLOW_CONNECTIONS false");
      endConnections();
      desk.send(0, "b", "c");
      desk.until(() -> worker.state().waitsFor().isPresent(), worker);
      for (int i = 0; i < 5; i++) {
        desk.pass(Duration.ofSeconds(10));
        desk.steps(2, worker);
        assertThat(worker.state().waitsFor()).isPresent();
        assertThat(worker.state().stopped()).isEmpty();
      }
      var during = admin.describeConsumerGroups(List.of(desk.consumer)).all().get();
      assertThat(during).as("the same members in the same generation").isEqualTo(before);
      assertThat(desk.committed(0)).isEqualTo(1);

      database("ALLOW_CONNECTIONS true");
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return shop.effects().size() == 3;
          },
          worker);

      assertThat(shop.effects()).containsExactly("a", "b", "c");
      assertThat(worker.state().waitsFor()).isEmpty();
    }
  }

  @Test
  void an_attempt_during_an_outage_does_not_come_before_its_time() {
    try (Desk desk = Desk.open(shop, 1)) {
      AtomicInteger calls = new AtomicInteger();
      shop.behaviour()
          .before(
              one -> {
                if (calls.incrementAndGet() == 1) {
                  endConnections();
                }
              });
      desk.send(0, "a");
      InboxWorker worker = desk.worker();
      desk.until(() -> calls.get() == 1, worker);

      desk.steps(3, worker);
      assertThat(calls).hasValue(1);

      desk.pass(Duration.ofMillis(200));
      desk.until(() -> shop.effects().size() == 1, worker);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void the_simple_inbox_says_that_it_was_an_outage() {
    shop.behaviour().before(one -> endConnections());

    assertThatExceptionOfType(InboxOutage.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(Shop.counted(0, "a"))));
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void a_database_that_was_made_read_only_is_an_outage() {
    shop.behaviour().before(one -> shop.sql().sql("SET transaction_read_only = on").update());

    assertThatExceptionOfType(InboxOutage.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(Shop.counted(0, "a"))));
  }

  @Test
  void a_day_without_its_partition_is_an_outage_that_ends_with_the_upkeep() {
    String today = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd"));
    shop.superuser().sql("DROP TABLE messaging.outbox_" + today).update();
    assertThatExceptionOfType(InboxOutage.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(Shop.counted(0, "a"))));
    shop.superuser().sql("DROP TABLE messaging.processed_events_" + today).update();
    assertThatExceptionOfType(InboxOutage.class)
        .isThrownBy(() -> shop.inbox().receive(List.of(Shop.counted(0, "a"))));
    assertThatExceptionOfType(InboxOutage.class)
        .as("also when the days were read anew")
        .isThrownBy(() -> shop.inbox().receive(List.of(Shop.counted(0, "a"))));

    new PartitionUpkeep(
            shop.bean(JdbcTemplate.class),
            SettableClock.at(Instant.now()),
            new PartitionUpkeep.Span(Duration.ZERO, Duration.ZERO))
        .runOnce();

    assertThat(shop.inbox().receive(List.of(Shop.counted(0, "a"))).applied()).isEqualTo(1);
  }

  private static void database(String property) {
    server().sql("ALTER DATABASE " + shop.database.name() + " WITH " + property).update();
  }

  private static void endConnections() {
    server()
        .sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = ?")
        .param(shop.database.appUser())
        .query()
        .listOfRows();
  }

  /** Beside the database, as nobody gets into one that allows no connections. */
  private static JdbcClient server() {
    return JdbcClient.create(ASIDE.superuser());
  }
}
