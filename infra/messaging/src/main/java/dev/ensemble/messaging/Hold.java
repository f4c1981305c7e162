package dev.ensemble.messaging;

/** Why a partition does not go on. */
sealed interface Hold {

  /** An event failed and is tried again when its time has come. */
  record Retry(Failure failure, int attempts, long dueNanos) implements Hold {}

  /**
   * There is no room to park this event. It is tried again when its time has come, as whoever
   * redrives or discards makes room.
   *
   * @param attempts which it had used up; it is given no others for having waited
   * @param checks how often there was no room
   */
  record NoRoom(Failure failure, int attempts, int checks, long dueNanos) implements Hold {}

  /**
   * An event met an outage, and is tried again when its time has come.
   *
   * @param attempts which it had used up before; an outage uses up none
   * @param tries how often in a row it met one
   */
  record Wait(Failure failure, int attempts, int tries, long dueNanos) implements Hold {}

  /**
   * The partition stands, until the process or the group begins anew.
   *
   * @param where and what stands there
   */
  record Stop(String where, String reason) implements Hold {}
}
