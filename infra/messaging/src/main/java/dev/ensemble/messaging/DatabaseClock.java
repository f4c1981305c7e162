package dev.ensemble.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds the machine's clock against the database's. The database forgets by its own, and the window
 * is told by the machine's: where they differ by days, a young event is taken for an old one, or an
 * old one for new.
 */
final class DatabaseClock {

  /**
   * Machines that ask a time server differ by less than a second, one that has just been woken by
   * minutes. What is dropped has a day of margin, so as much does no harm yet.
   */
  static final Duration APART_MAX = Duration.ofMinutes(10);

  /** A clock is set wrong once in a long while; a question in so long costs nothing. */
  static final Duration TRUSTED_FOR = Duration.ofMinutes(1);

  private final JdbcTemplate jdbc;
  private final LongSupplier nanoTime;
  private volatile @Nullable Agreed agreed;

  /** When they agreed, by the machine's clock and by what no one sets. */
  private record Agreed(Instant at, long nanos) {}

  DatabaseClock(JdbcTemplate jdbc, LongSupplier nanoTime) {
    this.jdbc = jdbc;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks where they have not been found to agree in the last minute, or where the machine's clock
   * has been set since. One that is right goes wrong at a blow, and in a minute thousands of events
   * would be judged by it.
   *
   * @throws ClocksApart where one of them is wrong
   */
  void requireAgrees(Clock clock) {
    Agreed before = agreed;
    if (before != null && isTrusted(before, clock.instant())) {
      return;
    }
    Instant database = now();
    Instant here = clock.instant();
    if (Duration.between(database, here).abs().compareTo(APART_MAX) > 0) {
      throw new ClocksApart(here, database, APART_MAX);
    }
    agreed = new Agreed(here, nanoTime.getAsLong());
  }

  private boolean isTrusted(Agreed before, Instant here) {
    Duration passed = Duration.ofNanos(nanoTime.getAsLong() - before.nanos());
    Duration moved = Duration.between(before.at(), here);
    return passed.compareTo(TRUSTED_FOR) < 0 && moved.minus(passed).abs().compareTo(APART_MAX) <= 0;
  }

  private Instant now() {
    OffsetDateTime now = jdbc.queryForObject("SELECT clock_timestamp()", OffsetDateTime.class);
    if (now == null) {
      throw new IllegalStateException("the database does not say what time it is");
    }
    return now.toInstant();
  }
}
