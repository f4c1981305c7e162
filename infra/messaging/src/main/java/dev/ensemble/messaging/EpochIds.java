package dev.ensemble.messaging;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * UUIDv7 from the system's time, not from the application's Clock: an id's time decides in which
 * partition it is remembered, and that must be the real one.
 */
final class EpochIds implements Ids {

  /**
   * What a clock steps back when it is corrected a little, by NTP or for a leap second. More means
   * that it stood wrong: ids held at that time would be of days that have no partition, until the
   * process ends.
   */
  static final Duration HELD_TIME_MAX = Duration.ofSeconds(5);

  private final LongSupplier epochMillis;
  private final TimeBasedEpochGenerator generator =
      Generators.timeBasedEpochGenerator(new SecureRandom());
  private long latestMillis;

  EpochIds(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  /**
   * Time is read under the lock, so that a thread that was overtaken makes no smaller id; a clock
   * that steps back a little is held at its latest reading, within which the generator counts
   * upwards. Beyond that the clock is followed, and ids begin to grow anew: nothing relies on their
   * order across transactions, as two replicas' clocks never agree either. The order of facts is
   * the order of commits in the write-ahead log, and {@code sequence} within an aggregate.
   */
  @Override
  public synchronized UUID next() {
    long now = epochMillis.getAsLong();
    boolean stoodWrong = latestMillis - now > HELD_TIME_MAX.toMillis();
    latestMillis = stoodWrong ? now : Math.max(latestMillis, now);
    return generator.construct(latestMillis);
  }
}
