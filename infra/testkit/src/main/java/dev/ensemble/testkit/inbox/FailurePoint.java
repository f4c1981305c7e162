package dev.ensemble.testkit.inbox;

/** The moments of a batch's transaction between which a failure must make no difference. */
public enum FailurePoint {
  /** The transaction has begun; no id is remembered. */
  BEFORE_IDS,
  /** The ids are remembered in the transaction, and nothing has acted. */
  AFTER_IDS,
  /** Everything has acted, and nothing is committed. */
  BEFORE_COMMIT,
  /** Everything is committed, and the consumer does not learn it: the records come again. */
  AFTER_COMMIT
}
