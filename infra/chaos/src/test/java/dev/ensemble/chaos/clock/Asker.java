package dev.ensemble.chaos.clock;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Asks for the time in every way that programs do; with constants that take two places. */
public final class Asker implements Supplier<List<Instant>> {
  private static final long LONG = 0x1234_5678_9ABC_DEF0L;
  private static final double DOUBLE = 2.718281828;

  @Override
  @SuppressWarnings("JavaTimeDefaultTimeZone") // One of the ways in which programs ask.
  public List<Instant> get() {
    Supplier<Instant> byReference = Instant::now;
    return List.of(
        Instant.ofEpochMilli(System.currentTimeMillis()),
        Instant.now(),
        byReference.get(),
        Clock.systemUTC().instant(),
        Clock.systemDefaultZone().instant());
  }

  @Override
  public String toString() {
    return LONG + " ü " + DOUBLE + " " + (System.nanoTime() != 0);
  }
}
