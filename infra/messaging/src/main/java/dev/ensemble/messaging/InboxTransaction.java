package dev.ensemble.messaging;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** A transaction within the inbox's limits, which fails for the first reason and not the last. */
final class InboxTransaction {

  // A conflict with a rival's id must be waited for and then skipped; at any higher level the
  // same conflict is a serialisation failure. And who has waited for a parked key's lock must see
  // what the holder did.
  private static final String LEVEL = "read committed";

  private final ProcessedEventsTable processed;
  private final InboxLimits limits;
  private final TransactionTemplate atDefaultLevel;
  private final TransactionTemplate atOurLevel;

  /** Whether the database's default is another one: to ask for a level takes a round trip. */
  private volatile boolean isAsking;

  InboxTransaction(
      ProcessedEventsTable processed, InboxLimits limits, PlatformTransactionManager transactions) {
    this.processed = processed;
    this.limits = limits;
    this.atDefaultLevel = new TransactionTemplate(transactions);
    this.atDefaultLevel.setName("inbox");
    this.atOurLevel = new TransactionTemplate(transactions, atDefaultLevel);
    this.atOurLevel.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /**
   * All of the work becomes durable, or nothing.
   *
   * @throws NotBegun where the work did not begin, as the database gave no transaction
   * @throws RuntimeException what the work threw, with what the rollback may have added
   */
  <T> T run(Function<TransactionStatus, T> work) {
    if (!isAsking) {
      Attempt<T> attempt = attempt(atDefaultLevel, work);
      if (!attempt.isAtAnotherLevel) {
        return attempt.result();
      }
      isAsking = true;
    }
    Attempt<T> attempt = attempt(atOurLevel, work);
    if (attempt.isAtAnotherLevel) {
      throw new NotBegun(
          new IllegalStateException("the transaction manager gives no transaction at " + LEVEL));
    }
    return attempt.result();
  }

  private <T> Attempt<T> attempt(
      TransactionTemplate transaction, Function<TransactionStatus, T> work) {
    Attempt<T> attempt = new Attempt<>();
    try {
      transaction.executeWithoutResult(status -> attempt.make(status, work));
    } catch (RuntimeException | Error last) {
      attempt.ended(last);
    }
    return attempt;
  }

  /**
   * What the work threw does not pass through the template, which would log it where the rollback
   * fails, too: an exception's words may be a payload's.
   */
  private final class Attempt<T> {
    private @Nullable T done;
    private @Nullable Throwable failure;
    private boolean begun;
    private boolean isAtAnotherLevel;

    void make(TransactionStatus status, Function<TransactionStatus, T> work) {
      try {
        if (!processed.limitTransaction(limits).equals(LEVEL)) {
          isAtAnotherLevel = true;
          status.setRollbackOnly();
          return;
        }
        begun = true;
        done = work.apply(status);
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
        status.setRollbackOnly();
      }
    }

    /** Where the connection is gone, the rollback fails, too, and would hide why it is gone. */
    void ended(Throwable last) {
      if (failure == null) {
        failure = last;
      } else {
        failure.addSuppressed(
            last instanceof TransactionException
                ? last
                : new TransactionSystemException("it could not be rolled back", last));
      }
    }

    T result() {
      if (failure == null) {
        return Objects.requireNonNull(done);
      }
      if (failure instanceof Error error) {
        throw error;
      }
      RuntimeException thrown = (RuntimeException) failure;
      throw begun ? thrown : new NotBegun(thrown);
    }
  }
}
