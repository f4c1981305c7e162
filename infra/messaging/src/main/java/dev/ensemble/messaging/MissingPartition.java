package dev.ensemble.messaging;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * A row found no partition: the day of its id has none (yet). That is the upkeep's fault and passes
 * with it, so it counts as an outage and not as a failure of the event at hand.
 */
final class MissingPartition extends TransientDataAccessResourceException {
  @Serial private static final long serialVersionUID = 1L;

  private MissingPartition(String table) {
    super(
        "messaging."
            + table
            + " has no partition for this day: see what the worker messaging-partitions logs");
  }

  static MissingPartition of(String table) {
    return new MissingPartition(table);
  }

  /** PostgreSQL reports it as a check violation of the table that names no constraint. */
  static RuntimeException ifThatIsIt(String table, RuntimeException refused) {
    if (!Causes.any(refused, cause -> isThat(cause, table))) {
      return refused;
    }
    MissingPartition missing = new MissingPartition(table);
    missing.initCause(refused);
    return missing;
  }

  private static boolean isThat(Throwable cause, String table) {
    return cause instanceof PSQLException sql
        && PSQLState.CHECK_VIOLATION.getState().equals(sql.getSQLState())
        && names(sql.getServerErrorMessage(), table);
  }

  private static boolean names(@Nullable ServerErrorMessage message, String table) {
    return message != null && message.getConstraint() == null && table.equals(message.getTable());
  }
}
