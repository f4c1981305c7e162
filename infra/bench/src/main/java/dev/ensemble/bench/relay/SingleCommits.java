package dev.ensemble.bench.relay;

import java.time.Duration;

/**
 * How single commits are timed.
 *
 * @param warmUpRows what each contender carries before, as fast as it can
 * @param settling the same commits at the same pace that do not count yet
 * @param length of what counts; zero: none are timed
 */
record SingleCommits(int warmUpRows, Duration settling, Duration length) {
  static final int PER_SECOND = 200;

  /** The rows let every contender's JVM compile what it runs, then caches and timers settle. */
  static SingleCommits warm(Duration length) {
    return new SingleCommits(200_000, Duration.ofSeconds(5), length);
  }

  int settlingCount() {
    return Math.toIntExact(settling.toMillis() * PER_SECOND / 1000);
  }

  int count() {
    return Math.toIntExact(length.toMillis() * PER_SECOND / 1000);
  }
}
