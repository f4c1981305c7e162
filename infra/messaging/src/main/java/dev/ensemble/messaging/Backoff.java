package dev.ensemble.messaging;

import java.time.Duration;

/** Pauses that double with each failure in a row, up to a limit. */
record Backoff(Duration first, Duration max) {

  /** Beyond it every doubling would pass any limit, and the arithmetic its range. */
  private static final int DOUBLINGS_MAX = 20;

  /** The pause after so many failures in a row. */
  Duration after(int failures) {
    int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
    Duration pause = first.multipliedBy(1L << doublings);
    return pause.compareTo(max) < 0 ? pause : max;
  }
}
