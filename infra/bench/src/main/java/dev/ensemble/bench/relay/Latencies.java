package dev.ensemble.bench.relay;

import org.HdrHistogram.Histogram;

/**
 * How long commits took to reach a consumer.
 *
 * @param micros from the return of the commit to the return of the consumer's poll; an event that
 *     was there before the commit returned counts as 0
 */
record Latencies(Histogram micros) {
  private static final int SIGNIFICANT_DIGITS = 3;

  /** Joins what was noted on both sides, by the row's place; both in nanoseconds. */
  static Latencies between(long[] committed, long[] polled) {
    Histogram micros = new Histogram(SIGNIFICANT_DIGITS);
    for (int i = 0; i < committed.length; i++) {
      micros.recordValue(Math.max(0, polled[i] - committed[i]) / 1000);
    }
    return new Latencies(micros);
  }

  double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  double maxMillis() {
    return micros.getMaxValue() / 1000.0;
  }
}
