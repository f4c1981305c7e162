package dev.ensemble.bench.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final long MILLIS = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

  @Test
  void ids_are_of_version_seven_distinct_and_in_the_order_of_the_numbers() {
    List<UUID> ids =
        LongStream.range(0, 1_000).mapToObj(number -> new Event(number, MILLIS, 0).id()).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 7 && id.variant() == 2);
    assertThat(ids.stream().map(UUID::toString)).isSorted();
    assertThat(ids.getLast().getMostSignificantBits() >>> 16).isEqualTo(MILLIS + 9);
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
