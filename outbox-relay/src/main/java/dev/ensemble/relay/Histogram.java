package dev.ensemble.relay;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts values in fixed buckets, for a price that can be paid for every row: a search of a few
 * steps and two additions, where a meter of Micrometer's would cost several times that.
 */
final class Histogram {
  /** From a millisecond to a minute, in microseconds; no step is more than twice the last. */
  private static final long[] LATENCY_MICROS = {
    250,
    500,
    1_000,
    1_500,
    2_000,
    3_000,
    5_000,
    7_000,
    10_000,
    15_000,
    20_000,
    30_000,
    50_000,
    70_000,
    100_000,
    150_000,
    200_000,
    300_000,
    500_000,
    700_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    30_000_000,
    60_000_000
  };

  private static final long[] ROWS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000
  };

  private final long[] bounds;
  private final AtomicLongArray counts;
  private final AtomicLong sum = new AtomicLong();

  private Histogram(long[] bounds) {
    this.bounds = bounds;
    this.counts = new AtomicLongArray(bounds.length + 1);
  }

  static Histogram ofLatencies() {
    return new Histogram(LATENCY_MICROS);
  }

  static Histogram ofRows() {
    return new Histogram(ROWS);
  }

  void record(long value) {
    int found = Arrays.binarySearch(bounds, value);
    counts.getAndIncrement(found < 0 ? -found - 1 : found);
    sum.getAndAdd(value);
  }

  /** What is counted by now. */
  Reading read() {
    long[] read = new long[counts.length()];
    Arrays.setAll(read, counts::get);
    return new Reading(bounds, read, sum.get());
  }

  /**
   * One look.
   *
   * @param bounds each bucket's highest value, but for the last bucket, which has none
   * @param counts of each bucket alone
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and read once.
  record Reading(long[] bounds, long[] counts, long sum) {
    long count() {
      return Arrays.stream(counts).sum();
    }

    /**
     * The value that this share of all values does not exceed, taken as evenly spread within its
     * bucket, as Prometheus does. What lies beyond the last bound is told as that bound. NaN where
     * nothing was counted.
     */
    double quantile(double share) {
      double rank = share * count();
      long below = 0;
      for (int bucket = 0; bucket < bounds.length; bucket++) {
        if (counts[bucket] > 0 && below + counts[bucket] >= rank) {
          long from = bucket == 0 ? 0 : bounds[bucket - 1];
          return from + (bounds[bucket] - from) * (rank - below) / counts[bucket];
        }
        below += counts[bucket];
      }
      return count() == 0 ? Double.NaN : bounds[bounds.length - 1];
    }
  }
}
