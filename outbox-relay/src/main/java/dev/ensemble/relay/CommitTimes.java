package dev.ensemble.relay;

import java.nio.ByteBuffer;

/**
 * When the rows of a slice were committed, in microseconds since 1970. A transaction may begin in
 * one slice and go on in the next.
 */
final class CommitTimes {
  private static final long MICROS_FROM_1970_TO_2000 = 946_684_800_000_000L;

  private int rows;
  private long firstBegun;
  private long lastBegun;
  private boolean goesOn;

  void see(ByteBuffer message) {
    int at = message.position();
    switch (message.get(at)) {
      case 'B' -> begin(message.getLong(at + 1 + Long.BYTES) + MICROS_FROM_1970_TO_2000);
      case 'I' -> row();
      default -> {
        // Neither a row nor when it was committed.
      }
    }
  }

  private void begin(long micros) {
    lastBegun = micros;
    if (rows == 0) {
      firstBegun = micros;
    }
  }

  private void row() {
    goesOn |= rows == 0 && firstBegun == 0;
    rows++;
  }

  int rows() {
    return rows;
  }

  /**
   * The oldest commit among the rows: transactions come in the order of their commits.
   *
   * @param before what {@link #last} said of the slice before
   */
  long oldest(long before) {
    return goesOn ? before : firstBegun;
  }

  /** The commit of the transaction that may go on in the next slice. */
  long last(long before) {
    return lastBegun == 0 ? before : lastBegun;
  }
}
