package dev.ensemble.relay;

import dev.ensemble.relay.SlotReading.Positions;
import java.time.Duration;

/**
 * For how long the slot has not followed the WAL: a limit to the age of what was never read. At one
 * look the end of the WAL is noted; once the slot is confirmed up to there, nothing that was
 * written before that look is unsent.
 */
final class SlotAge {
  private long notedLsn;
  private long notedNanos;
  private long followedNanos;

  /** The stream begins; how long the slot stood before is told by the first rows. */
  void begin(long nowNanos) {
    notedLsn = 0;
    notedNanos = nowNanos;
    followedNanos = nowNanos;
  }

  void see(Positions wal, long nowNanos) {
    if (wal.confirmed() >= notedLsn) {
      followedNanos = notedNanos;
      notedLsn = wal.written();
      notedNanos = nowNanos;
    }
  }

  Duration at(long nowNanos) {
    return Duration.ofNanos(nowNanos - followedNanos);
  }
}
