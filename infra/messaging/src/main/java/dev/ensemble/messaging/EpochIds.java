package dev.ensemble.messaging;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * UUIDv7 from the system's time, not from the application's Clock: an id's time decides in which
 * partition it is remembered, and that must be the real one.
 */
final class EpochIds implements Ids {
  private final LongSupplier epochMillis;
  private final TimeBasedEpochGenerator generator =
      Generators.timeBasedEpochGenerator(new SecureRandom());
  private long latestMillis;

  EpochIds(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  /**
   * Time is read under the lock, so that a thread that was overtaken makes no smaller id; a clock
   * that steps back is held at its latest reading, within which the generator counts upwards.
   */
  @Override
  public synchronized UUID next() {
    latestMillis = Math.max(latestMillis, epochMillis.getAsLong());
    return generator.construct(latestMillis);
  }
}
