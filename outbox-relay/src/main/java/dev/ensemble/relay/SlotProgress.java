package dev.ensemble.relay;

import dev.ensemble.relay.SlotReading.Positions;
import java.time.Duration;

/**
 * Tells a relay that works from one that only seems to. Only a confirmed position is progress for
 * certain: the server reads on, and calls it sent, while the relay's threads hang and other tables
 * are written (RisingWave #25199, #26075), and rows go out while no position is ever stored. But to
 * confirm something takes time where much was written before, so these count:
 *
 * <ul>
 *   <li>what is read, sent or published, until the server has read all that had been written when
 *       the confirmed position last moved; then a heartbeat of the relay's own, at the latest,
 *       should have moved it;
 *   <li>what is published while the server ends no transaction, because it sends one large one,
 *       which can be confirmed only as a whole. That only holds the clock and does not set it back,
 *       or ever new rows would hide a position that never moves.
 * </ul>
 *
 * <p>A role that may not see how far the server has read lacks the first: a long way through other
 * tables' WAL looks like a stall to it.
 */
final class SlotProgress {
  private final Duration patience;
  private Positions last = SlotReading.NONE.wal();
  private long lastPublished;
  private long writtenAtLastConfirm;
  private long patientSince;
  private long standsSince;

  SlotProgress(Duration patience, long nowNanos) {
    this.patience = patience;
    this.patientSince = nowNanos;
    this.standsSince = nowNanos;
  }

  void see(Positions wal, long published, long nowNanos) {
    boolean reads = wal.sent() != last.sent() || wal.transactions() != last.transactions();
    boolean goesOn = reads || published != lastPublished;
    if (wal.confirmed() != last.confirmed()) {
      writtenAtLastConfirm = wal.written();
      patientSince = nowNanos;
      standsSince = nowNanos;
    } else if (goesOn) {
      if (wal.sent() != 0 && wal.sent() <= writtenAtLastConfirm) {
        patientSince = nowNanos;
      } else if (!reads) {
        patientSince += nowNanos - standsSince;
      }
      standsSince = nowNanos;
    }
    last = wal;
    lastPublished = published;
  }

  /** Nothing is expected to progress now. */
  void hold(long nowNanos) {
    patientSince = nowNanos;
    standsSince = nowNanos;
  }

  boolean hasStalled(long nowNanos) {
    return nowNanos - patientSince > patience.toNanos();
  }
}
