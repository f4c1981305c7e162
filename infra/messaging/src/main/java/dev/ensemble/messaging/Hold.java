package dev.ensemble.messaging;

/** Why a partition does not go on. */
sealed interface Hold {

  /** An event failed and is tried again when its time has come. */
  record Retry(Failure failure, int attempts, long dueNanos) implements Hold {}

  /**
   * The partition stands, until the process or the group begins anew.
   *
   * @param where and what stands there
   */
  record Stop(String where, String reason) implements Hold {}
}
