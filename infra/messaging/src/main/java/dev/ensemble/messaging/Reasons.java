package dev.ensemble.messaging;

import java.sql.SQLException;

/**
 * Whether two failures have the same reason: by classes and SQLSTATEs, as texts differ each time.
 */
final class Reasons {
  private static final int CAUSES_MAX = 10;

  private Reasons() {}

  static String of(Throwable failure) {
    StringBuilder reason = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      reason.append(cause.getClass().getName()).append(' ');
      if (cause instanceof SQLException sql) {
        reason.append(sql.getSQLState()).append(' ');
      }
      cause = cause.getCause();
    }
    return reason.toString().strip();
  }
}
