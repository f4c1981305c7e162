package dev.ensemble.relay;

/**
 * One look at the slot of a running source.
 *
 * @param position changes whenever the server confirmed or sent anything
 * @param lagBytes WAL that was written but not yet confirmed as published
 * @param retainedBytes WAL that the server keeps for this slot
 */
record SlotReading(
    boolean exists,
    boolean active,
    String walStatus,
    String confirmedLsn,
    String position,
    long lagBytes,
    long retainedBytes) {

  static final SlotReading NONE = new SlotReading(false, false, "missing", "", "", 0, 0);
}
