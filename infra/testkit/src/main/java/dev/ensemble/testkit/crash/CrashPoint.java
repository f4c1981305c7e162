package dev.ensemble.testkit.crash;

/**
 * A moment at which a process dies, as PostgreSQL sees it. Between two statements a process changes
 * nothing that outlives it, so these are all the moments that a database can tell apart.
 */
public sealed interface CrashPoint {

  /** Whether the call's changes are there for good. */
  boolean isCommitted();

  /**
   * PostgreSQL has executed all statements before this one, and never gets this one.
   *
   * @param number of the statement within the call, from 1
   * @param isCommitted false up to the call's first COMMIT, which itself is not yet one
   */
  record Before(int number, String statement, boolean isCommitted) implements CrashPoint {
    @Override
    public String toString() {
      return "before statement %d: %s".formatted(number, statement);
    }
  }

  /** PostgreSQL has committed, and the process never learns it. */
  record Committed(int number) implements CrashPoint {
    @Override
    public boolean isCommitted() {
      return true;
    }

    @Override
    public String toString() {
      return "after statement %d, COMMIT, and before its result".formatted(number);
    }
  }

  /** The process has answered, but its client does not know. */
  record Answered() implements CrashPoint {
    @Override
    public boolean isCommitted() {
      return true;
    }

    @Override
    public String toString() {
      return "after the answer, which its client lost";
    }
  }
}
