package dev.ensemble.relay;

import java.time.Duration;
import java.util.Arrays;

/** How often something is done; due at once, and then again whenever that long has passed. */
final class Pace {
  private Duration every;
  private long doneAt;
  private boolean begun;

  Pace(Duration every) {
    this.every = every;
  }

  void every(Duration next) {
    every = next;
  }

  /** Whether it is time; if so, the next time counts from now. */
  boolean isDue() {
    long now = System.nanoTime();
    if (begun && now - doneAt < every.toNanos()) {
      return false;
    }
    begun = true;
    doneAt = now;
    return true;
  }

  private long nanosLeft() {
    return begun ? every.toNanos() - (System.nanoTime() - doneAt) : 0;
  }

  static void sleepUntilFirst(Pace... paces) throws InterruptedException {
    long nanos = Arrays.stream(paces).mapToLong(Pace::nanosLeft).min().orElse(0);
    // Never without a pause, or a pace of nothing would be a loop at full speed.
    Thread.sleep(Duration.ofNanos(Math.max(nanos, Duration.ofMillis(1).toNanos())));
  }
}
