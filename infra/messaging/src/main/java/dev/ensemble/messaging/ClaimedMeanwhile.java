package dev.ensemble.messaging;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * A rival remembered an event of the batch after it was looked for: the transaction is to run anew,
 * and finds it. Where that goes on, it is contention.
 */
final class ClaimedMeanwhile extends ConcurrencyFailureException {
  @Serial private static final long serialVersionUID = 1L;

  /** Of the tables of ids and of their partitions. */
  private static final String TABLES = "processed_";

  private ClaimedMeanwhile(RuntimeException refused) {
    super("somebody else remembers an event of the batch since it was looked for", refused);
  }

  /** Only by a key of those tables: what a trigger of somebody's own refuses is a failure. */
  static RuntimeException ifThatIsIt(RuntimeException refused) {
    return Causes.any(refused, ClaimedMeanwhile::isThat) ? new ClaimedMeanwhile(refused) : refused;
  }

  private static boolean isThat(Throwable cause) {
    return cause instanceof PSQLException sql
        && PSQLState.UNIQUE_VIOLATION.getState().equals(sql.getSQLState())
        && isOfOurs(sql.getServerErrorMessage());
  }

  private static boolean isOfOurs(@Nullable ServerErrorMessage message) {
    return message != null && message.getTable() != null && message.getTable().startsWith(TABLES);
  }
}
