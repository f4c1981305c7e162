package dev.ensemble.idempotency;

/** Counts what became of the calls. */
@FunctionalInterface
interface Tally {

  /** The names under which calls are counted. */
  enum Kind {
    FIRST,
    REPLAYED,
    CONFLICTING,
    MISMATCHED,
    /** Executed anew, because the answer of then no longer lives. */
    EXPIRED
  }

  void count(Kind kind, String operation);
}
