package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A replica whose clock is wrong by days parks nothing for it, and takes nothing old for new. */
class ClocksApartTest extends OverOneShop {
  private static final Duration WINDOW = Duration.ofDays(14);
  private static final Duration FOREIGN_WINDOW = Duration.ofDays(30);

  private final SettableClock clock = SettableClock.at(Instant.now());
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void by_a_clock_that_is_days_fast_nothing_is_parked_until_it_is_set() {
    Intake<?> intake = intake();
    clock.advance(WINDOW.plusDays(2));
    Progress waits = intake.take(records(UUID.randomUUID(), 0), Lot.ONE);
    assertWaits(waits);
    waits = intake.take(List.of(Lot.event("a", 1)), Lot.ONE);
    assertWaits(waits);

    clock.advance(WINDOW.plusDays(2).negated());
    assertThat(intake.take(List.of(Lot.event("a", 1)), Lot.ONE).done().applied()).isEqualTo(1);
  }

  @Test
  void by_a_clock_that_is_days_slow_nothing_is_acted_on_whose_id_may_be_forgotten() {
    clock.advance(Duration.ofDays(-3));
    long arrived = Instant.now().minus(FOREIGN_WINDOW).minus(Duration.ofDays(2)).toEpochMilli();

    assertWaits(intake().take(records(UUID.randomUUID(), arrived), Lot.ONE));
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void one_that_differs_by_minutes_is_as_good_as_right_and_is_asked_about_once_a_minute() {
    Intake<?> intake = intake();
    clock.advance(DatabaseClock.APART_MAX.minusMinutes(1));
    assertThat(parked(intake, 1)).isEqualTo(1);

    clock.advance(Duration.ofMinutes(2));
    nanos.addAndGet(DatabaseClock.TRUSTED_FOR.toNanos() - 1);
    assertThat(parked(intake, 2)).as("not asked again").isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(intake.take(old(3), Lot.ONE).outage()).isInstanceOf(ClocksApart.class);
  }

  @Test
  void one_that_is_set_wrong_is_asked_about_at_once_though_it_was_right_a_second_ago() {
    Intake<?> intake = intake();
    assertThat(parked(intake, 1)).isEqualTo(1);

    for (Duration step : List.of(Duration.ofDays(16), Duration.ofDays(-32))) {
      clock.advance(step);
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      Progress waits = intake.take(records(UUID.randomUUID(), 0), Lot.ONE);
      assertThat(waits.outage()).isInstanceOf(ClocksApart.class);
      assertThat(lot.parked()).hasSize(1);
    }
  }

  private static int parked(Intake<?> intake, int offset) {
    return intake.take(old(offset), Lot.ONE).parked().size();
  }

  private static void assertWaits(Progress progress) {
    Throwable outage = Objects.requireNonNull(progress.outage());
    assertThat(Reasons.shown(outage)).contains("the clock of this machine", "the database's");
    assertThat(progress.resumeAt()).hasSize(1);
    assertThat(lot.parked()).isEmpty();
  }

  /** From long before the window. */
  private static List<ConsumerRecord<byte[], byte[]>> old(int offset) {
    UUID id = new EpochIds(Instant.now().minus(WINDOW).minus(WINDOW)::toEpochMilli).next();
    return List.of(Lot.fact("old", offset).id(id).polled(Shop.TOPIC, 0, offset));
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(UUID id, long arrivedMillis) {
    ConsumerRecord<byte[], byte[]> one = Lot.fact("f", 9).id(id).polled(Shop.TOPIC, 0, 9);
    return List.of(
        new ConsumerRecord<>(
            one.topic(),
            one.partition(),
            one.offset(),
            arrivedMillis,
            one.timestampType(),
            one.serializedKeySize(),
            one.serializedValueSize(),
            one.key(),
            one.value(),
            one.headers(),
            one.leaderEpoch()));
  }

  private Intake<?> intake() {
    DatabaseClock database = new DatabaseClock(shop.bean(JdbcTemplate.class), nanos::get);
    return new Intake<>(
        shop.reactions("shop", Shop.TOPIC),
        shop.bean(FactJson.class),
        shop.bean(FactTransaction.class),
        new RememberedDays(
            shop.bean(ProcessedEventsTable.class)::days,
            clock,
            WINDOW,
            FOREIGN_WINDOW,
            database::requireAgrees),
        shop.bean(Outages.class));
  }
}
