package dev.ensemble.messaging;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The days whose event ids can be remembered, as the database has partitions for them. An id of
 * another day is told apart before the insert, because there it is an error of the whole batch.
 */
final class RememberedDays {
  private final Supplier<Set<LocalDate>> read;
  private final Clock clock;
  private volatile Set<LocalDate> days = Set.of();

  RememberedDays(Supplier<Set<LocalDate>> read, Clock clock) {
    this.read = read;
    this.clock = clock;
  }

  /** Days come and go: they are read anew where one seems to be missing. */
  void forget() {
    days = Set.of();
  }

  /**
   * @throws UnreadableRecord where it cannot be proved that the event is new
   * @throws MissingPartition where the day is a current one, so that it is the upkeep's fault
   */
  void require(UUID id) {
    if (!UuidV7.is(id)) {
      return;
    }
    LocalDate day = UuidV7.dayOf(id);
    if (days.contains(day)) {
      return;
    }
    days = read.get();
    if (days.contains(day)) {
      return;
    }
    if (days.isEmpty() || isCurrent(day)) {
      throw MissingPartition.of("processed_events");
    }
    throw new UnreadableRecord(
        "its ce_id is a UUIDv7 of %s, and events are remembered for %s to %s: it cannot be proved new"
            .formatted(day, Collections.min(days), Collections.max(days)));
  }

  private boolean isCurrent(LocalDate day) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return !day.isBefore(today.minusDays(1)) && !day.isAfter(today.plusDays(1));
  }
}
