package dev.ensemble.messaging;

import java.io.Serial;
import java.sql.SQLException;
import org.postgresql.util.PSQLState;

/**
 * A rival remembered an event of the batch after it was looked for: the transaction is to run anew,
 * and finds it.
 */
final class ClaimedMeanwhile extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private ClaimedMeanwhile(RuntimeException refused) {
    super("somebody else remembers an event of the batch since it was looked for", refused);
  }

  /** Whoever is refused so has inserted nothing but ids, so no other key can be meant. */
  static RuntimeException ifThatIsIt(RuntimeException refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && PSQLState.UNIQUE_VIOLATION.getState().equals(sql.getSQLState())) {
        return new ClaimedMeanwhile(refused);
      }
    }
    return refused;
  }
}
