package dev.ensemble.idempotency;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * There is no partition for today. That is the upkeep's fault and passes with it, so it counts as
 * an outage: the call is rolled back, and may be tried again.
 */
final class MissingDay extends TransientDataAccessResourceException {
  @Serial private static final long serialVersionUID = 1L;

  private MissingDay(Throwable cause) {
    super("idempotency.answers has no partition for today: see what its upkeep logs", cause);
  }

  /** PostgreSQL reports it as a check violation of the table that names no constraint. */
  static RuntimeException ifThatIsIt(RuntimeException refused) {
    return refused.getCause() instanceof PSQLException sql
            && PSQLState.CHECK_VIOLATION.getState().equals(sql.getSQLState())
            && namesNoConstraint(sql.getServerErrorMessage())
        ? new MissingDay(refused)
        : refused;
  }

  private static boolean namesNoConstraint(@Nullable ServerErrorMessage said) {
    return said != null && said.getConstraint() == null;
  }
}
