package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ensemble.messaging.leases.Grant;
import dev.ensemble.messaging.leases.Lease;
import dev.ensemble.messaging.leases.LeaseLost;
import dev.ensemble.messaging.leases.Leases;
import dev.ensemble.testkit.faults.Frozen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** One owner at a time, and none that is late. */
class LeasesTest {
  private static final String WORK = "work";
  private static final Duration TTL = Duration.ofMinutes(1);

  private static Shop shop;
  private static Leases leases;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    leases = shop.bean(Leases.class);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nobody() {
    shop.superuser().sql("DELETE FROM messaging.leases").update();
    shop.reset();
  }

  @Test
  void somebody_else_is_refused_and_told_who_has_it_and_until_when() {
    Lease held = acquired("one");

    assertThat(leases.acquire(WORK, "other", TTL))
        .isEqualTo(new Grant.Refused(WORK, "one", held.until()));
    assertThat(leases.isHeld(held)).isTrue();
  }

  @Test
  void to_acquire_it_twice_is_safe_and_never_makes_it_shorter() {
    Lease first = acquired("one");
    Lease again = acquired("one");
    Lease shorter = granted(leases.acquire(WORK, "one", Leases.TTL_MIN));

    assertThat(again.token()).isEqualTo(first.token());
    assertThat(again.until()).isAfter(first.until());
    assertThat(shorter).isEqualTo(again);
  }

  @Test
  void one_that_has_ended_goes_to_whoever_asks_with_a_larger_token() {
    Lease first = acquired("one");
    end();
    Lease other = acquired("other");
    end();
    Lease own = acquired("other");

    assertThat(List.of(first.token(), other.token(), own.token())).containsExactly(1L, 2L, 3L);
    assertThat(leases.isHeld(other)).isFalse();
    assertThat(leases.isHeld(own)).isTrue();
  }

  @Test
  void one_that_is_given_back_is_free_at_once_and_its_token_is_not_used_again() {
    Lease first = acquired("one");

    assertThat(leases.release(first)).isTrue();
    assertThat(leases.release(first)).as("a second time").isFalse();
    assertThat(acquired("other").token()).isGreaterThan(first.token());
    assertThat(leases.release(first)).as("somebody else's by now").isFalse();
  }

  @Test
  void of_many_that_ask_at_once_one_gets_it_each_time_it_ends() throws Exception {
    int owners = 8;
    int rounds = 20;
    CyclicBarrier together = new CyclicBarrier(owners);
    try (ExecutorService workers = Executors.newFixedThreadPool(owners)) {
      for (int round = 1; round <= rounds; round++) {
        List<Future<Grant>> answers = new ArrayList<>();
        for (int n = 0; n < owners; n++) {
          String owner = "owner-" + n;
          answers.add(
              workers.submit(
                  () -> {
                    together.await(30, TimeUnit.SECONDS);
                    return leases.acquire(WORK, owner, TTL);
                  }));
        }
        List<Lease> winners = new ArrayList<>();
        for (Future<Grant> answer : answers) {
          answer.get(30, TimeUnit.SECONDS).granted().ifPresent(winners::add);
        }
        assertThat(winners).as("round %s", round).hasSize(1);
        assertThat(winners.getFirst().token()).isEqualTo(round);
        end();
      }
    }
  }

  @Test
  void a_write_under_a_lease_that_went_on_to_somebody_else_does_not_commit() {
    Lease late = acquired("one");
    end();
    acquired("other");

    assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> writeUnder(late));
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void a_write_under_a_lease_that_has_ended_does_not_commit_though_nobody_has_it() {
    Lease late = acquired("one");
    end();

    assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> writeUnder(late));
  }

  @Test
  void nobody_takes_over_while_a_fenced_write_is_open_and_a_renewal_does_not_wait_for_it()
      throws Exception {
    Lease held = acquired("one");
    try (Stepped taker = new Stepped(shop.database.app());
        ExecutorService workers = Executors.newSingleThreadExecutor()) {
      Grant renewed =
          shop.transaction()
              .execute(
                  status -> {
                    leases.fence(held);
                    return soon(workers.submit(() -> leases.acquire(WORK, "one", TTL)));
                  });
      assertThat(granted(Objects.requireNonNull(renewed)).token()).isEqualTo(held.token());

      var taking =
          taker.begin(
              () -> new JdbcTemplate(taker.database()).queryForObject(TAKE, Long.class, WORK));
      shop.transaction()
          .executeWithoutResult(
              status -> {
                leases.fence(held);
                end();
                taker.letAll();
                assertThat(taker.awaitStill(this::isBlocked)).as("it waits").isTrue();
                insert();
              });
      assertThat(taker.result(taking)).isEqualTo(held.token() + 1);
    }
    assertThat(shop.effects()).as("the write is before the next owner's").containsExactly("k");
  }

  @Test
  void an_owner_that_froze_amid_its_write_cannot_commit_it_after_somebody_took_over()
      throws Exception {
    Lease held = acquired("one");

    // A frozen process looks so from the server: its session is idle amid a transaction.
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                shop.transaction()
                    .executeWithoutResult(
                        status -> {
                          shop.sql()
                              .sql("SET LOCAL idle_in_transaction_session_timeout = 500")
                              .update();
                          insert();
                          leases.fence(held);
                          end();
                          assertThat(takeOverApart()).isEqualTo(held.token() + 1);
                        }));
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void a_process_that_was_stopped_beyond_its_lease_wakes_and_is_refused() throws Exception {
    try (LateOwner.Started owner = LateOwner.start(shop.database)) {
      long token = owner.acquired();
      Grant taken;
      Frozen frozen = owner.frozen();
      try {
        do {
          taken = leases.acquire(WORK, "other", TTL);
        } while (taken.granted().isEmpty());
        owner.tellToWrite();
      } finally {
        frozen.close();
      }
      assertThat(owner.answer()).startsWith("refused");
      assertThat(granted(taken).token()).isEqualTo(token + 1);
    }
    assertThat(shop.effects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Pacific/Kiritimati, Pacific/Pago_Pago", "Pacific/Pago_Pago, Pacific/Kiritimati"})
  void what_time_it_is_where_the_owners_are_makes_no_difference(String here, String there) {
    Lease held = granted(inZone(here, "one"));

    assertThat(inZone(there, "other").granted()).isEmpty();
    end();
    assertThat(granted(inZone(there, "other")).token()).isEqualTo(held.token() + 1);
  }

  @ParameterizedTest
  @CsvSource({"PT0.999S", "PT1H0.001S"})
  void a_time_without_bounds_is_refused(Duration ttl) {
    assertThatIllegalArgumentException().isThrownBy(() -> leases.acquire(WORK, "one", ttl));
    assertThatExceptionOfType(DataAccessException.class)
        .as("by the database, too")
        .isThrownBy(
            () ->
                shop.sql()
                    .sql("SELECT messaging.acquire_lease('work', 'one', make_interval(secs => ?))")
                    .param(ttl.toNanos() / 1e9)
                    .query()
                    .singleRow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Work", "a b", "1work", "a'b"})
  void a_name_that_is_none_is_refused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> leases.acquire(name, "one", TTL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> leases.acquire(WORK, name.isEmpty() ? "" : "a b", TTL));
  }

  @Test
  void it_is_acquired_outside_of_transactions_and_fences_inside_of_them() {
    Lease held = acquired("one");

    assertThatIllegalStateException()
        .isThrownBy(() -> shop.transaction().executeWithoutResult(status -> acquired("one")));
    assertThatIllegalStateException()
        .isThrownBy(() -> shop.transaction().executeWithoutResult(status -> leases.release(held)));
    assertThatIllegalStateException().isThrownBy(() -> leases.fence(held));
  }

  private static final String TAKE =
      "SELECT fence FROM messaging.acquire_lease(?, 'other', interval '1 minute')";

  private static Grant soon(Future<Grant> grant) {
    try {
      return grant.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long takeOverApart() {
    Long token = new JdbcTemplate(shop.database.app()).queryForObject(TAKE, Long.class, WORK);
    return token == null ? 0 : token;
  }

  private static Grant inZone(String zone, String owner) {
    String before = System.getProperty("user.timezone");
    java.util.TimeZone usual = java.util.TimeZone.getDefault();
    try {
      // The driver hands it on to a new session.
      java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone(zone));
      return leases.acquire(WORK, owner, TTL);
    } finally {
      java.util.TimeZone.setDefault(usual);
      assertThat(System.getProperty("user.timezone")).isEqualTo(before);
    }
  }

  private static Lease acquired(String owner) {
    return granted(leases.acquire(WORK, owner, TTL));
  }

  private static Lease granted(Grant grant) {
    return grant.granted().orElseThrow(() -> new AssertionError("refused: " + grant));
  }

  /** As if its time had passed. */
  private static void end() {
    shop.superuser()
        .sql("UPDATE messaging.leases SET expires_at = clock_timestamp() - interval '1 us'")
        .update();
  }

  private static void writeUnder(Lease lease) {
    shop.transaction()
        .executeWithoutResult(
            status -> {
              insert();
              leases.fence(lease);
            });
  }

  private static void insert() {
    shop.sql().sql("INSERT INTO shop.effects (key, amount) VALUES ('k', 1)").update();
  }

  private boolean isBlocked(int backend) {
    return shop.superuser()
        .sql("SELECT cardinality(pg_blocking_pids(?)) > 0")
        .param(backend)
        .query(Boolean.class)
        .single();
  }
}
