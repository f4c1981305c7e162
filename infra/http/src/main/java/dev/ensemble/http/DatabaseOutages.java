package dev.ensemble.http;

import java.sql.SQLException;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/** A database out of reach is a 503 that invites to come again, and no bug of ours to be traced. */
final class DatabaseOutages implements Outages {
  private final OutageLog log;
  private final String retryAfter;

  DatabaseOutages(OutageLog log, HttpSettings settings) {
    this.log = log;
    this.retryAfter = ProblemException.seconds(settings.retryAfter());
  }

  @Override
  public Optional<Problem> problem(Throwable failure) {
    Optional<Outage> outage = Causes.first(failure, DatabaseOutages::outage);
    outage.ifPresent(kind -> log.note(kind, failure));
    return outage.map(
        kind ->
            Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "temporarily-unavailable", kind.detail())
                .header(HttpHeaders.RETRY_AFTER, retryAfter));
  }

  private static Optional<Outage> outage(Throwable failure) {
    return switch (failure) {
      case SQLException sql -> Outage.of(sql);
      case PessimisticLockingFailureException e -> Optional.of(Outage.BUSY);
      case QueryTimeoutException e -> Optional.of(Outage.BUSY);
      case TransactionTimedOutException e -> Optional.of(Outage.BUSY);
      case TransientDataAccessException e -> Optional.of(Outage.BUSY);
      case RecoverableDataAccessException e -> Optional.of(Outage.UNREACHABLE);
      case DataAccessResourceFailureException e -> Optional.of(Outage.UNREACHABLE);
      case CannotCreateTransactionException e -> Optional.of(Outage.UNREACHABLE);
      case TransactionSystemException e -> ofTransaction(e);
      default -> Optional.empty();
    };
  }

  /**
   * The pool closes a connection that broke, so the rollback after it fails, too, with nothing but
   * "closed" to say; what really happened is then kept beside it.
   */
  private static Optional<Outage> ofTransaction(TransactionSystemException failure) {
    Throwable first = failure.getApplicationException();
    if (first != null) {
      return Causes.first(first, DatabaseOutages::outage);
    }
    return failure.getCause() instanceof SQLException sql && sql.getSQLState() == null
        ? Optional.of(Outage.UNREACHABLE)
        : Optional.empty();
  }
}
