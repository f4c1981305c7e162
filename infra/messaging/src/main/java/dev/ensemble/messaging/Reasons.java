package dev.ensemble.messaging;

import java.sql.SQLException;

/**
 * What is told of failures where anybody may read it: in the log, and in health. Whether two
 * failures have the same reason: by classes and SQLSTATEs, as texts differ each time and may hold
 * what a payload holds.
 */
final class Reasons {
  private static final int CAUSES_MAX = 10;

  private Reasons() {}

  /** In one line without a word of a payload; in our own words where we wrote them. */
  static String shown(Throwable failure) {
    return switch (failure) {
      case UnreadableRecord ours -> String.valueOf(ours.getMessage());
      case ParkingFull ours -> String.valueOf(ours.getMessage());
      case ClocksApart ours -> String.valueOf(ours.getMessage());
      case InstanceIdTaken ours -> String.valueOf(ours.getMessage());
      case RetentionRefused ours -> ours.toString();
      default -> of(failure) + " at " + Grounds.place(failure);
    };
  }

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
