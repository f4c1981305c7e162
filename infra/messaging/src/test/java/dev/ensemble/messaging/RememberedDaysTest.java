package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the window begins, over the partitions of a real database. */
class RememberedDaysTest {
  private static final Duration WINDOW = Duration.ofDays(3);

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

    assertThatNoException().isThrownBy(() -> days.require(idOf(firstMilli)));
    assertRefused(days, idOf(firstMilli.minusMillis(1)));

    clock.advance(Duration.ofHours(12).minusMillis(1));
    assertThatNoException().isThrownBy(() -> days.require(idOf(firstMilli)));
    clock.advance(Duration.ofMillis(1));
    assertRefused(days, idOf(firstMilli));
  }

  @Test
  void ids_without_a_time_have_no_window() {
    assertThatNoException()
        .isThrownBy(() -> days(SettableClock.at(Instant.now())).require(UUID.randomUUID()));
  }

  private static RememberedDays days(SettableClock clock) {
    return new RememberedDays(shop.bean(ProcessedEventsTable.class)::days, clock, WINDOW);
  }

  private static void assertRefused(RememberedDays days, UUID id) {
    assertThatExceptionOfType(UnreadableRecord.class)
        .isThrownBy(() -> days.require(id))
        .withMessageContaining("the window of PT72H");
  }

  private static UUID idOf(Instant time) {
    return new EpochIds(time::toEpochMilli).next();
  }
}
