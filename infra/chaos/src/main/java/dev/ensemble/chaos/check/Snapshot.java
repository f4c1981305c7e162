package dev.ensemble.chaos.check;

import java.util.Arrays;

/**
 * Which transactions had committed at a moment, as PostgreSQL's {@code pg_current_snapshot} tells
 * it: of the whole server, whichever database was asked.
 */
final class Snapshot {
  /** A row tells the lower half of its transaction's number. */
  private static final long HALF = 1L << 32;

  private final long oldestOpen;
  private final long next;
  private final long[] open;

  private Snapshot(long oldestOpen, long next, long[] open) {
    this.oldestOpen = oldestOpen;
    this.next = next;
    this.open = open;
  }

  /**
   * @param text {@code 100:104:100,102}: below 100 all are over, from 104 on none has begun
   */
  static Snapshot of(String text) {
    String[] parts = text.split(":", -1);
    long[] open =
        parts[2].isEmpty()
            ? new long[0]
            : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).toArray();
    return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), open);
  }

  /**
   * Whether a row was visible.
   *
   * @param xmin of a row that is there, so that its transaction has committed at some time
   */
  boolean sees(long xmin) {
    long number = next / HALF * HALF + xmin;
    if (number - next > HALF / 2) {
      number -= HALF;
    }
    return number < oldestOpen || (number < next && Arrays.binarySearch(open, number) < 0);
  }
}
