package dev.ensemble.messaging;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * The one place that says which failures are an outage and which are an event's own. It looks at
 * SQLSTATEs and exception classes, never at texts: those come in the server's language.
 */
final class Outages {

  /**
   * Other work was in the way, or this took too long: 40001 serialisation, 40P01 deadlock, 55P03
   * lock timeout, 57014 statement timeout, 25P03 idle in transaction, 25P04 transaction timeout.
   */
  private static final Set<String> CONTENTION_STATES =
      Set.of("40001", "40003", "40P01", "55P03", "57014", "25P03", "25P04");

  /** 25006 is a database that was made read-only, 3D000 one that is not there (yet). */
  private static final Set<String> OUTAGE_STATES = Set.of("25006", "3D000");

  /** Connections, credentials, the server's resources, an operator's doing, the server's disk. */
  private static final Set<String> OUTAGE_STATE_CLASSES = Set.of("08", "28", "53", "57", "58");

  private static final List<Class<? extends Throwable>> OUTAGE_TYPES =
      List.of(
          NotBegun.class,
          TransientDataAccessException.class,
          RecoverableDataAccessException.class,
          DataAccessResourceFailureException.class,
          TransactionTimedOutException.class,
          SQLTransientException.class,
          SQLRecoverableException.class,
          SQLNonTransientConnectionException.class,
          SocketException.class,
          SocketTimeoutException.class,
          HttpTimeoutException.class,
          UnknownHostException.class,
          InterruptedException.class,
          OutOfMemoryError.class);

  private final List<OutageSign> more;

  Outages(List<OutageSign> more) {
    this.more = List.copyOf(more);
  }

  /**
   * Whether trying again later is the answer, however often. A rollback that failed besides is the
   * sign of a lost connection, even where the use case hid its reason.
   */
  boolean isOutage(Throwable failure) {
    return Causes.any(failure, cause -> isOutageItself(cause) || isContentionItself(cause))
        || Arrays.stream(failure.getSuppressed()).anyMatch(TransactionException.class::isInstance);
  }

  /**
   * Whether no record can have a part in the outage: there is no transaction for any of them, a day
   * has no partition, or the worker is to end. Any other may come from what one event asks for.
   */
  boolean isOfAll(Throwable outage) {
    return Causes.any(
        outage,
        cause ->
            cause instanceof NotBegun
                || cause instanceof MissingPartition
                || cause instanceof InterruptedException);
  }

  private boolean isOutageItself(Throwable cause) {
    return isSign(cause)
        || (cause instanceof TransactionException && isUnanswered(cause.getCause()))
        || (cause instanceof TransactionSystemException system && isOfFirst(system))
        || more.stream().anyMatch(sign -> sign.shows(cause));
  }

  private static boolean isSign(Throwable cause) {
    return OUTAGE_TYPES.stream().anyMatch(type -> type.isInstance(cause))
        || (cause instanceof SQLException sql && isOutageState(sql.getSQLState()));
  }

  /**
   * A begin, a commit or a rollback that got no answer: PostgreSQL's has a SQLSTATE, always, and
   * the pool's word that the connection is closed has none. Where a connection ends in the commit,
   * Spring rolls back, and that failure takes the place of the first. Spring's class alone says
   * nothing: a savepoint that cannot be made, for what an event has done, has the one of a begin.
   */
  private static boolean isUnanswered(@Nullable Throwable reason) {
    return reason instanceof SQLException sql
        && sql.getSQLState() == null
        && sql.getErrorCode() == 0
        && !(sql instanceof SQLNonTransientException);
  }

  /** What came first, where a rollback's failure took its place. */
  private static boolean isOfFirst(TransactionSystemException failure) {
    Throwable first = failure.getApplicationException();
    return first != null && Causes.any(first, cause -> isSign(cause) || isContentionItself(cause));
  }

  private static boolean isOutageState(@Nullable String state) {
    return state != null
        && state.length() == 5
        && (OUTAGE_STATES.contains(state) || OUTAGE_STATE_CLASSES.contains(state.substring(0, 2)));
  }

  private static boolean isContentionItself(Throwable cause) {
    return cause instanceof ConcurrencyFailureException
        || (cause instanceof SQLException sql
            && sql.getSQLState() != null
            && CONTENTION_STATES.contains(sql.getSQLState()));
  }
}
