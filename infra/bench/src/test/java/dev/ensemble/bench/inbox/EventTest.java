package dev.ensemble.bench.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MILLIS = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

  @Test
  void ids_are_of_version_seven_distinct_and_in_the_order_of_the_numbers() {
    Events events = Case.FRESH.events(1_000, MILLIS);

    List<UUID> ids =
        LongStream.range(0, 1_000).mapToObj(number -> events.get(number).id()).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 7 && id.variant() == 2);
    assertThat(ids.stream().map(UUID::toString)).isSorted();
    assertThat(ids.getLast().getMostSignificantBits() >>> 16).isEqualTo(MILLIS + 9);
  }

  @Test
  void repeated_ids_are_the_oldest_ten_a_second_and_fresh_ones_are_of_now() {
    Events all = Case.ALL_REPEATED.events(1_300, MILLIS);
    Events tenth = Case.TENTH_REPEATED.events(1_300, MILLIS);

    assertThat(LongStream.range(0, 1_300).mapToObj(number -> millisOf(all.get(number))))
        .containsExactlyElementsOf(
            LongStream.range(0, 1_300)
                .mapToObj(number -> MILLIS - 13 * DAY + 100 * number)
                .toList());
    assertThat(millisOf(tenth.get(1_299))).isEqualTo(MILLIS + 12);
    assertThat(tenth.repeated())
        .hasSize(130)
        .allMatch(number -> tenth.get(number).equals(all.get(number)));
  }

  private static long millisOf(Event event) {
    return event.id().getMostSignificantBits() >>> 16;
  }

  @Test
  void the_memory_s_length_changes_no_event() {
    for (Case one : Case.values()) {
      assertThat(one.withLongMemory().events(100, MILLIS)).isEqualTo(one.events(100, MILLIS));
      assertThat(one.withLongMemory().hasLongMemory()).isTrue();
    }
  }

  @Test
  void events_are_spread_over_all_accounts() {
    List<Integer> accounts =
        LongStream.range(0, 100_000)
            .mapToObj(number -> new Event(number, MILLIS, 0).account())
            .distinct()
            .toList();

    assertThat(accounts).hasSizeBetween(9_950, 10_000).allMatch(one -> one >= 0 && one < 10_000);
  }
}
