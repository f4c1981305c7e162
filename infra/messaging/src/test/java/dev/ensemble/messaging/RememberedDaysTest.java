package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the window begins, over the partitions of a real database. */
class RememberedDaysTest {
  private static final Duration WINDOW = Duration.ofDays(3);
  private static final Duration FOREIGN_WINDOW = Duration.ofDays(5);

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
  void the_window_begins_with_the_whole_day_in_which_it_lies_and_moves_on_at_midnight() {
    Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    SettableClock clock = SettableClock.at(noon);
    RememberedDays days = days(clock);
    Instant firstMilli = noon.minus(WINDOW).truncatedTo(ChronoUnit.DAYS);

    assertThatNoException().isThrownBy(() -> days.require(idOf(firstMilli), 0));
    assertRefused(days, idOf(firstMilli.minusMillis(1)));

    clock.advance(Duration.ofHours(12).minusMillis(1));
    assertThatNoException().isThrownBy(() -> days.require(idOf(firstMilli), 0));
    clock.advance(Duration.ofMillis(1));
    assertRefused(days, idOf(firstMilli));
  }

  @Test
  void ids_without_a_time_have_a_window_by_their_records_time() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    SettableClock clock = SettableClock.at(now);
    RememberedDays days = days(clock);
    UUID id = UUID.randomUUID();
    long first = now.minus(FOREIGN_WINDOW).toEpochMilli();

    assertThatNoException().isThrownBy(() -> days.require(id, first));
    assertThatNoException()
        .as("a record of which Kafka tells no time")
        .isThrownBy(() -> days.require(id, ConsumerRecord.NO_TIMESTAMP));
    assertThatExceptionOfType(Forgotten.class)
        .isThrownBy(() -> days.require(id, first - 1))
        .withMessageContaining("is remembered for PT120H");
    clock.advance(Duration.ofMillis(1));
    assertThatExceptionOfType(Forgotten.class).isThrownBy(() -> days.require(id, first));
  }

  @Test
  void what_kafka_says_of_a_record_plays_no_part_where_the_id_has_a_time() {
    RememberedDays days = days(SettableClock.at(Instant.now()));

    assertThatNoException().isThrownBy(() -> days.require(idOf(Instant.now()), 0));
    assertThatExceptionOfType(Forgotten.class)
        .isThrownBy(
            () ->
                days.require(
                    idOf(Instant.now().minus(WINDOW).minus(WINDOW)), System.currentTimeMillis()));
  }

  private static RememberedDays days(SettableClock clock) {
    return new RememberedDays(
        shop.bean(ProcessedEventsTable.class)::days, clock, WINDOW, FOREIGN_WINDOW);
  }

  private static void assertRefused(RememberedDays days, UUID id) {
    assertThatExceptionOfType(UnreadableRecord.class)
        .isThrownBy(() -> days.require(id, 0))
        .withMessageContaining("the window of PT72H");
  }

  private static UUID idOf(Instant time) {
    return new EpochIds(time::toEpochMilli).next();
  }
}
