package dev.ensemble.idempotency;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Executes a call at most once for as long as its answer lives, however often it comes and to
 * however many replicas.
 *
 * <p>The call's key, what it changes and its answer commit in one transaction: there is no state
 * between "not yet" and "done", so a crash leaves nothing to repair, and the retry runs. A
 * duplicate never waits: neither for the first call nor, within one process, for a connection.
 *
 * <p>Source: draft-ietf-httpapi-idempotency-key-header for the rules; one local transaction instead
 * of recovery points, because all effects are in one database.
 */
public final class Once {
  private final Gate gate = new Gate();
  private final AnswersTable answers;
  private final TransactionTemplate transaction;
  private final TransactionTemplate readCommitted;
  private final Duration retryAfter;
  private final Tally tally;

  /** Whether connections come with a higher isolation, which each call then has to set. */
  private volatile boolean isolationIsSet;

  Once(
      AnswersTable answers,
      PlatformTransactionManager transactions,
      Duration retryAfter,
      Tally tally) {
    this.answers = answers;
    this.retryAfter = retryAfter;
    this.tally = tally;
    this.transaction = new TransactionTemplate(transactions);
    this.readCommitted = new TransactionTemplate(transactions);
    this.readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /**
   * Executes the action, or tells what it answered before.
   *
   * @param action runs in the transaction that stores its answer; what is {@code @Transactional}
   *     joins it. A {@link Refusal} undoes its writes and is stored; any other exception undoes
   *     everything, stores nothing and is passed on, so that a retry runs
   * @return once the transaction is committed, never before
   * @throws IllegalTransactionStateException where a transaction runs already: the answer would be
   *     handed out before its commit
   */
  public Outcome run(Command command, Supplier<Answer> action) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalTransactionStateException(
          "A call that may come more than once begins its own transaction: inside another one its"
              + " answer would be handed out before it is committed");
    }
    Command.Scope scope = command.scope();
    if (!gate.enter(scope)) {
      return counted(Tally.Kind.CONFLICTING, command, new Outcome.Running(retryAfter));
    }
    Execution execution;
    try {
      execution = executeOrRefuse(command, action);
    } finally {
      // After the commit: whoever comes in now finds the answer.
      gate.leave(scope);
    }
    return counted(execution.kind(), command, execution.outcome());
  }

  private Outcome counted(Tally.Kind kind, Command command, Outcome outcome) {
    tally.count(kind, command.operation());
    return outcome;
  }

  /**
   * A refusal undoes its transaction and is stored by another one. In between, the call's lock is
   * free: where another replica executes the call meanwhile, its answer is the call's answer, and
   * where both end here, nothing was changed and the retry runs. A savepoint would do it in one
   * transaction, at the price of two statements and a subtransaction for each call, nearly all of
   * which are not refused.
   */
  private Execution executeOrRefuse(Command command, Supplier<Answer> action) {
    try {
      return inTransaction(command, action);
    } catch (Refusal refusal) {
      return inTransaction(command, refusal::answer);
    }
  }

  /**
   * Who has the lock must see what its former holder committed. At a higher level than READ
   * COMMITTED the snapshot would be older than the lock, and the answer stored meanwhile would stay
   * unseen; so the database refuses to begin there, before anything was done. Setting the level
   * costs a question to the database each time, so it is set only where that has happened.
   */
  private Execution inTransaction(Command command, Supplier<Answer> action) {
    if (!isolationIsSet) {
      try {
        return transaction.execute(open -> execute(command, action));
      } catch (AnswersTable.OldSnapshot higherByDefault) {
        isolationIsSet = true;
      }
    }
    return readCommitted.execute(open -> execute(command, action));
  }

  private Execution execute(Command command, Supplier<Answer> action) {
    return switch (answers.begin(command.scope())) {
      case Found.Busy busy ->
          new Execution(Tally.Kind.CONFLICTING, new Outcome.Running(retryAfter));
      case Found.Stored stored -> told(command, stored);
      case Found.Free free -> {
        Answer answer = action.get();
        answers.insert(command, answer);
        yield new Execution(
            free.expired() ? Tally.Kind.EXPIRED : Tally.Kind.FIRST, new Outcome.First(answer));
      }
    };
  }

  /** Compared before anything is told: another call's answer is none of this caller's business. */
  private static Execution told(Command command, Found.Stored stored) {
    return stored.fingerprint().equals(command.fingerprint())
        ? new Execution(Tally.Kind.REPLAYED, new Outcome.Replayed(stored.answer()))
        : new Execution(Tally.Kind.MISMATCHED, new Outcome.Mismatch());
  }

  private record Execution(Tally.Kind kind, Outcome outcome) {}
}
