package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/** An outage that one event meets, by its content perhaps, holds up its own partition alone. */
class OutageOfOneTest extends OverOneShop {
  private static final String CANARY = "canary-4713";

  static List<Throwable> outages() {
    return List.of(
        new UnknownHostException(CANARY),
        new OptimisticLockingFailureException(CANARY),
        new TransactionTimedOutException(CANARY),
        new SQLException(CANARY, "08006"),
        new SQLException(CANARY, "57014"),
        new OutOfMemoryError(CANARY));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void other_partitions_go_on_and_its_own_waits_until_it_is_over(Throwable outage) {
    try (Desk desk = Desk.open(shop, 2)) {
      AtomicInteger calls = new AtomicInteger();
      meets("bad", outage, calls);
      desk.send(0, "bad", "a", "b");
      desk.send(1, "c", "d");
      InboxWorker worker = desk.worker();

      desk.until(() -> calls.get() > 0 && shop.effects().size() == 2, worker);
      for (int tries = 0; tries < 5; tries++) {
        desk.pass(Duration.ofSeconds(10));
        int before = calls.get();
        desk.until(() -> calls.get() > before, worker);
      }
      desk.send(1, "e");
      desk.until(() -> desk.committed(1) == 3, worker);

      assertThat(shop.effects()).containsExactly("c", "d", "e");
      assertThat(desk.committed(0)).isLessThanOrEqualTo(0);
      assertThat(lot.parked()).isEmpty();
      assertThat(worker.state().waitsFor())
          .hasValueSatisfying(
              why ->
                  assertThat(why)
                      .contains("partition 0, offset 0,", outage.getClass().getName())
                      .doesNotContain("partition 1", CANARY));

      shop.behaviour().reset();
      desk.pass(Duration.ofSeconds(10));
      desk.until(() -> desk.committed(0) == 3, worker);
      assertThat(shop.effects()).containsExactly("c", "d", "e", "bad", "a", "b");
      assertThat(worker.state().waitsFor()).isEmpty();
    }
  }

  /** Spring has one class for it and for a begin that failed; but here it was the event. */
  @Test
  void a_savepoint_that_cannot_be_made_after_a_refused_statement_is_the_events_own_failure() {
    TransactionTemplate nested = shop.transaction();
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    shop.behaviour()
        .before(
            one -> {
              if (one.orderId().equals("a")) {
                assertThatExceptionOfType(DataIntegrityViolationException.class)
                    .isThrownBy(() -> shop.sql().sql("SELECT 1 / 0").query().listOfRows());
                nested.executeWithoutResult(status -> {});
              }
            });

    lot.take(Lot.event("a", 1), Lot.event("b", 2));

    assertThat(lot.effects()).containsExactly("b 2");
    assertThat(lot.parked()).containsExactly("failed a 1");
  }

  @Test
  void it_uses_up_no_attempt_and_gives_none_back() {
    try (Desk desk = Desk.open(shop, 1)) {
      AtomicInteger calls = new AtomicInteger();
      shop.behaviour()
          .before(
              one -> {
                int call = calls.incrementAndGet();
                if (call >= 3 && call <= 6) {
                  throw new IllegalStateException(new UnknownHostException("no such host"));
                }
                throw new IllegalArgumentException("the shop is closed");
              });
      desk.send(0, "a");

      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return desk.committed(0) == 1;
          },
          desk.worker());

      assertThat(calls).as("twice failed, four times an outage, failed for good").hasValue(7);
      assertThat(lot.texts("SELECT attempts::text FROM messaging.parked_events"))
          .containsExactly("3");
    }
  }

  @Test
  void a_pass_that_has_taken_its_time_begins_no_further_single_but_the_first() {
    AtomicLong nanos = new AtomicLong();
    shop.behaviour()
        .locking(
            all -> {
              if (all.size() > 1) {
                nanos.addAndGet(Duration.ofSeconds(100).toNanos());
                throw new IllegalStateException("too many");
              }
              nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            });
    Intake<Shop.Counted> intake =
        new Intake<>(
            shop.reactions("shop", Shop.TOPIC),
            shop.bean(FactJson.class),
            shop.bean(FactTransaction.class),
            shop.bean(RememberedDays.class),
            shop.bean(Outages.class),
            nanos::get);

    Progress progress =
        intake.take(
            List.of(Shop.counted(0, "a"), Shop.counted(1, "b"), Shop.counted(2, "c")),
            Attempts.OF_SOMEBODY_ELSE);

    assertThat(shop.effects()).containsExactly("a");
    assertThat(progress.resumeAt())
        .containsExactly(Map.entry(new TopicPartition(Shop.TOPIC, 0), 1L));
    assertThat(progress.failures()).isEmpty();
  }

  private static void meets(String key, Throwable outage, AtomicInteger calls) {
    shop.behaviour()
        .before(
            one -> {
              if (one.orderId().equals(key)) {
                calls.incrementAndGet();
                if (outage instanceof Error error) {
                  throw error;
                }
                throw new IllegalStateException(outage);
              }
            });
  }
}
