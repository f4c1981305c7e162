package dev.ensemble.relay;

/**
 * One look at the slot of a running source.
 *
 * @param readerPid the server's process that reads it, {@link SourceState#NOBODY} if none does
 * @param wal where the slot and its reader stand
 * @param retainedBytes WAL that the server keeps for this slot
 */
record SlotReading(
    boolean exists,
    int readerPid,
    String walStatus,
    String confirmedLsn,
    Positions wal,
    long retainedBytes) {

  static final SlotReading NONE =
      new SlotReading(false, SourceState.NOBODY, "missing", "", new Positions(0, 0, 0, 0), 0);

  boolean active() {
    return readerPid != SourceState.NOBODY;
  }

  /** WAL that was written but not yet confirmed as published. */
  long lagBytes() {
    return wal.confirmed() == 0 ? 0 : wal.written() - wal.confirmed();
  }

  /**
   * Places in the WAL, in bytes from its beginning; 0 is unknown.
   *
   * @param confirmed what the relay has confirmed as published
   * @param sent how far the server has read and, where it concerned the relay, sent; shown only to
   *     members of pg_read_all_stats
   * @param written where the WAL ends
   * @param transactions how many the server has read to their end, other tables' included
   */
  record Positions(long confirmed, long sent, long written, long transactions) {}
}
