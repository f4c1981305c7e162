package dev.ensemble.idempotency;

/** What the database knows of a call when it begins. */
sealed interface Found {

  /** Another transaction is executing it. */
  record Busy() implements Found {}

  /**
   * It is ours to execute, until this transaction ends.
   *
   * @param expired it was executed before, longer ago than its answer lives
   */
  record Free(boolean expired) implements Found {}

  /** It was executed. */
  record Stored(Fingerprint fingerprint, Answer answer) implements Found {}
}
