package dev.ensemble.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The days whose events may be acted on: those within the window for which the database has
 * partitions. An id of another day is told apart before the insert, because there it is an error of
 * the whole batch.
 */
final class RememberedDays {
  private final Supplier<Set<LocalDate>> read;
  private final Clock clock;
  private final Duration window;
  private final Duration foreignWindow;
  private final Consumer<Clock> check;
  private volatile Set<LocalDate> days = Set.of();

  /**
   * @param read asks the database for which days there are partitions
   * @param window how far back an event may lie that is acted on; in whole days, like the
   *     partitions
   * @param foreignWindow the same for an event without a time in its id, by its record's time
   */
  RememberedDays(
      Supplier<Set<LocalDate>> read, Clock clock, Duration window, Duration foreignWindow) {
    this(read, clock, window, foreignWindow, trusted -> {});
  }

  /**
   * @param check whether the clock can be trusted; throws where it cannot
   */
  RememberedDays(
      Supplier<Set<LocalDate>> read,
      Clock clock,
      Duration window,
      Duration foreignWindow,
      Consumer<Clock> check) {
    this.check = check;
    this.read = read;
    this.clock = clock;
    this.window = window;
    this.foreignWindow = foreignWindow;
  }

  /** Days come and go: they are read anew where one seems to be missing. */
  void forget() {
    days = Set.of();
  }

  /**
   * @param recordMillis the time that Kafka has of the record; where the topic takes it from the
   *     producer ({@code CreateTime}), it is as true as that. A record without one passes.
   * @throws Forgotten where the event is too old to be proved new
   * @throws UnreadableRecord where it comes from a future of which nothing is remembered yet
   * @throws MissingPartition where the day is a current one, so that it is the upkeep's fault
   * @throws ClocksApart where the clock by which that would be told is wrong
   */
  void require(UUID id, long recordMillis) {
    if (UuidV7.is(id)) {
      require(id);
    } else {
      requireWithinForeignWindow(recordMillis);
    }
  }

  private void requireWithinForeignWindow(long recordMillis) {
    // By a slow clock an event would pass whose id the database has forgotten.
    check.accept(clock);
    Instant first = clock.instant().minus(foreignWindow);
    if (recordMillis != ConsumerRecord.NO_TIMESTAMP && recordMillis < first.toEpochMilli()) {
      throw new Forgotten(
          "its ce_id has no time in it, its record is of %s, and what such events did is remembered for %s: it cannot be proved new"
              .formatted(Instant.ofEpochMilli(recordMillis), foreignWindow));
    }
  }

  private void require(UUID id) {
    LocalDate day = UuidV7.dayOf(id);
    requireWithinWindow(day);
    if (days.contains(day)) {
      return;
    }
    days = read.get();
    if (days.contains(day)) {
      return;
    }
    check.accept(clock);
    if (days.isEmpty() || isCurrent(day)) {
      throw MissingPartition.of("processed_events");
    }
    String reason =
        "its ce_id is a UUIDv7 of %s, and events are remembered for %s to %s: it cannot be proved new"
            .formatted(day, Collections.min(days), Collections.max(days));
    throw day.isAfter(today()) ? new UnreadableRecord(reason) : new Forgotten(reason);
  }

  /** Whether it can be looked up, and so told, whether the event was acted on. */
  boolean isKept(UUID id) {
    if (!UuidV7.is(id)) {
      return true;
    }
    LocalDate day = UuidV7.dayOf(id);
    if (!days.contains(day)) {
      days = read.get();
    }
    return days.contains(day);
  }

  /**
   * Older partitions may still be there, but that is housekeeping's affair: what is acted on must
   * not depend on when they are dropped.
   */
  private void requireWithinWindow(LocalDate day) {
    LocalDate first = LocalDate.ofInstant(clock.instant().minus(window), ZoneOffset.UTC);
    if (day.isBefore(first)) {
      check.accept(clock);
      throw new Forgotten(
          "its ce_id is a UUIDv7 of %s, and the window of %s begins with %s: it cannot be proved new"
              .formatted(day, window, first));
    }
  }

  private boolean isCurrent(LocalDate day) {
    return !day.isBefore(today().minusDays(1)) && !day.isAfter(today().plusDays(1));
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
