package dev.ensemble.relay;

import java.time.Duration;

/**
 * How much of a catch-up is sent without waiting for it: one transaction at the broker, where there
 * are transactions, which must end well before {@code transaction.timeout.ms} (30 s).
 */
final class Portion {
  static final int ROWS_MAX = 5_000;
  static final long BYTES_MAX = 16L * 1024 * 1024;
  // Rows that are sent may lie as far apart as the table is long.
  static final Duration TIME_MAX = Duration.ofSeconds(10);

  private int rows;
  private long bytes;
  private long begunAt;

  void add(long rowBytes, long nowNanos) {
    if (rows == 0) {
      begunAt = nowNanos;
    }
    rows++;
    bytes += rowBytes;
  }

  /** Also to be asked for rows that are only passed over. */
  boolean isDue(long nowNanos) {
    return rows >= ROWS_MAX
        || bytes >= BYTES_MAX
        || (rows > 0 && nowNanos - begunAt >= TIME_MAX.toNanos());
  }

  void settled() {
    rows = 0;
    bytes = 0;
  }
}
