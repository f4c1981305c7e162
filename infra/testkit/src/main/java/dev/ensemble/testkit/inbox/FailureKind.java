package dev.ensemble.testkit.inbox;

/** How a failure shows itself. */
public enum FailureKind {
  /** An exception in the process, as a mistake in the code throws one. */
  EXCEPTION,
  /** PostgreSQL ends the session, as it does when it is stopped or an operator asks it to. */
  SESSION_ENDS
}
