package dev.ensemble.relay;

import java.time.Duration;

/**
 * How far a slot can have come, as it is written down where no transaction does it: ahead of the
 * slot while much is going on, so that it costs a record now and then, and exactly otherwise.
 */
final class SlotBound {
  static final long STANDS = 0;

  // WAL that a busy source writes in a fraction of a second. Moved by less than that, a slot that a
  // crash left behind is not known for moved.
  private static final long AHEAD_BYTES = 4L * 1024 * 1024;
  private static final Duration BUSY_WITHIN = Duration.ofMillis(50);
  private static final Duration QUIET_AFTER = Duration.ofSeconds(1);

  private long bound;
  private long reached;
  private long reachedAt;

  void begin(long lsn) {
    bound = lsn;
  }

  /**
   * The next step of the slot.
   *
   * @param lsn how far the slot may move by what is delivered now; 0 is nothing
   * @return what to write down before it moves, or {@link #STANDS}
   */
  long reach(long lsn, long nowNanos) {
    long since = nowNanos - reachedAt;
    if (lsn > reached) {
      reached = lsn;
      reachedAt = nowNanos;
    }
    if (reached > bound) {
      bound = reached + (since < BUSY_WITHIN.toNanos() ? AHEAD_BYTES : 0);
      return bound;
    }
    return since > QUIET_AFTER.toNanos() ? tighten() : STANDS;
  }

  /** Exactly as far as the slot can be, where more than that is written. */
  long tighten() {
    if (reached == 0 || bound <= reached) {
      return STANDS;
    }
    bound = reached;
    return bound;
  }
}
