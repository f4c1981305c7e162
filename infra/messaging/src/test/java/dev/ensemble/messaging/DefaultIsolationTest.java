package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.messaging.leases.Grant;
import dev.ensemble.messaging.leases.Lease;
import dev.ensemble.messaging.leases.Leases;
import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** On a database whose transactions begin at REPEATABLE READ unless told otherwise. */
class DefaultIsolationTest {
  private static final Duration WINDOW = Duration.ofDays(14);
  private static final Duration TTL = Duration.ofMinutes(1);

  private static Shop shop;
  private static OldDays old;

  @BeforeAll
  static void open() {
    TestDatabase database = TestDatabase.create("shop");
    new JdbcTemplate(database.superuser())
        .execute(
            "ALTER DATABASE %s SET default_transaction_isolation = 'repeatable read'"
                .formatted(database.name()));
    shop = Shop.open(database, Map.of());
    old = new OldDays(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothingWasDropped() {
    assertThat(shop.sql().sql("SHOW transaction_isolation").query(String.class).single())
        .isEqualTo("repeatable read");
    old.clear();
  }

  @Test
  void upkeep_and_leases_go_on() {
    assertThat(old.upkeep("one").dropDays()).isPositive();
    assertThat(old.upkeep("one").forget()).isZero();
    assertThat(old.of("processed_events")).doesNotContain(OldDays.ago(17));
    Leases leases = shop.bean(Leases.class);
    Lease held = granted(leases.acquire("work", "one", TTL));
    assertThat(leases.acquire("work", "other", TTL)).isInstanceOf(Grant.Refused.class);
    assertThat(leases.release(held)).isTrue();
  }

  @Test
  void a_day_of_which_an_event_is_parked_while_its_dropping_waits_stays() throws Exception {
    RetentionTable table = new RetentionTable(new JdbcTemplate(shop.database.app()));
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<Optional<String>> dropping =
          shop.transaction()
              .execute(
                  open -> {
                    remember(OldDays.idOf(0));
                    park(OldDays.idOf(17));
                    Future<Optional<String>> drop =
                        worker.submit(
                            () ->
                                table.drop(
                                    RetentionTable.Days.PROCESSED_EVENTS, OldDays.ago(17), WINDOW));
                    awaitWaiting(drop);
                    return drop;
                  });
      assertThat(Objects.requireNonNull(dropping).get(60, TimeUnit.SECONDS)).isPresent();
    }
    assertThat(old.of("processed_events")).contains(OldDays.ago(17));
  }

  @Test
  void who_waits_for_a_lease_is_answered_by_what_its_holder_did() throws Exception {
    Leases leases = shop.bean(Leases.class);
    granted(leases.acquire("work", "one", TTL));
    DataSource superuser = shop.database.superuser();
    JdbcTemplate holder = new JdbcTemplate(superuser);
    TransactionTemplate held = new TransactionTemplate(new JdbcTransactionManager(superuser));
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<Grant> asking =
          held.execute(
              open -> {
                holder.update("UPDATE messaging.leases SET expires_at = '-infinity'");
                Future<Grant> asked = worker.submit(() -> leases.acquire("work", "other", TTL));
                awaitWaiting(asked);
                return asked;
              });
      assertThat(result(Objects.requireNonNull(asking))).isInstanceOf(Grant.Granted.class);
    }
  }

  @Test
  void a_fence_refuses_a_transaction_that_would_see_who_held_the_lease_when_it_began()
      throws Exception {
    Leases leases = shop.bean(Leases.class);
    Lease held = granted(leases.acquire("work", "one", TTL));
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      shop.transaction()
          .executeWithoutResult(
              open -> {
                remember(OldDays.idOf(0));
                Future<Grant> taken =
                    other.submit(
                        () -> {
                          leases.release(held);
                          return leases.acquire("work", "other", TTL);
                        });
                assertThat(result(taken)).isInstanceOf(Grant.Granted.class);
                assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> leases.fence(held))
                    .withMessageContaining("READ COMMITTED");
                open.setRollbackOnly();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT messaging.ensure_partitions(current_date, current_date)",
        "SELECT messaging.drop_processed_day(current_date - 17, interval '14 days')",
        "SELECT messaging.drop_outbox_day(current_date - 20, interval '7 days')",
        "SELECT messaging.forget_foreign_events(interval '14 days', 1)",
      })
  void whoever_calls_the_functions_at_that_level_is_refused(String call) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> shop.sql().sql(call).query().listOfRows())
        .havingRootCause()
        .withMessageContaining("READ COMMITTED");
  }

  private static Lease granted(Grant grant) {
    return grant.granted().orElseThrow();
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Somebody waits for a lock of this database, or it is too late to see that. */
  private static void awaitWaiting(Future<?> drop) {
    while (!drop.isDone() && waiting().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static List<Integer> waiting() {
    return shop.superuser()
        .sql(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
            """)
        .query(Integer.class)
        .list();
  }

  private static void remember(UUID id) {
    shop.sql()
        .sql("INSERT INTO messaging.processed_events VALUES ('shop', ?, 0)")
        .param(id)
        .update();
  }

  private static void park(UUID id) {
    shop.sql()
        .sql(
            """
            INSERT INTO messaging.parked_events (consumer, event_id, digest, topic, partition,
              record_offset, record_time_millis, header_names, header_values, kind, reason,
              fingerprint, attempts)
            VALUES ('shop', ?, 0, 't', 0, 0, 0, '{}', '{}', 'failed', 'r', '0123456789ab', 1)
            """)
        .param(id)
        .update();
  }
}
