package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** A transaction within the inbox's limits, which fails for the first reason and not the last. */
final class InboxTransaction {
  private final ProcessedEventsTable processed;
  private final InboxLimits limits;
  private final TransactionTemplate transaction;

  InboxTransaction(
      ProcessedEventsTable processed, InboxLimits limits, PlatformTransactionManager transactions) {
    this.processed = processed;
    this.limits = limits;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setName("inbox");
    // A conflict with a rival's id must be waited for and then skipped; at any higher level the
    // same conflict is a serialisation failure, whatever the database's default is. And who has
    // waited for a parked key's lock must see what the holder did.
    this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /**
   * All of the work becomes durable, or nothing.
   *
   * @throws NotBegun where the work did not begin, as the database gave no transaction
   * @throws RuntimeException what the work threw, with what the rollback may have added
   */
  <T> T run(Function<TransactionStatus, T> work) {
    List<Throwable> reasons = new ArrayList<>();
    AtomicBoolean begun = new AtomicBoolean();
    try {
      return Objects.requireNonNull(
          transaction.execute(
              status -> {
                try {
                  processed.limitTransaction(limits);
                  begun.set(true);
                  return work.apply(status);
                } catch (RuntimeException | Error failure) {
                  reasons.add(failure);
                  throw failure;
                }
              }));
    } catch (RuntimeException | Error last) {
      // Where the connection is gone, the rollback fails, too, and would hide why it is gone.
      Throwable first = reasons.isEmpty() ? last : reasons.getFirst();
      if (!first.equals(last)) {
        first.addSuppressed(last);
      }
      if (first instanceof Error error) {
        throw error;
      }
      RuntimeException failure = (RuntimeException) first;
      throw begun.get() ? failure : new NotBegun(failure);
    }
  }
}
