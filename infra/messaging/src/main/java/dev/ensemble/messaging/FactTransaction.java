package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs facts in one transaction: remembers their ids, locks the rows that they will touch, lets the
 * fresh ones take effect in their order. All of it becomes durable, or nothing.
 */
final class FactTransaction {

  private final ProcessedEventsTable processed;
  private final Cause.OfThread causes;
  private final InboxLimits limits;
  private final TransactionTemplate transaction;

  FactTransaction(
      ProcessedEventsTable processed,
      Cause.OfThread causes,
      InboxLimits limits,
      PlatformTransactionManager transactions) {
    this.processed = processed;
    this.causes = causes;
    this.limits = limits;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setName("inbox");
    // A conflict with a rival's id must be waited for and then skipped; at any higher level the
    // same conflict is a serialisation failure, whatever the database's default is.
    this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /**
   * @return how many facts were fresh and took effect; the others had done so before
   * @throws RuntimeException where any of them failed, and so none took effect
   */
  <F> int run(Reactions<F> reactions, List<Reading.Fact<F>> facts) {
    List<Throwable> reasons = new ArrayList<>();
    try {
      Integer fresh =
          transaction.execute(
              status -> {
                try {
                  return runIn(status, reactions, facts);
                } catch (RuntimeException | Error failure) {
                  reasons.add(failure);
                  throw failure;
                }
              });
      return fresh == null ? 0 : fresh;
    } catch (RuntimeException | Error last) {
      // Where the connection is gone, the rollback fails, too, and would hide why it is gone.
      Throwable first = reasons.isEmpty() ? last : reasons.getFirst();
      if (!first.equals(last)) {
        first.addSuppressed(last);
      }
      if (first instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) first;
    }
  }

  private <F> int runIn(
      TransactionStatus status, Reactions<F> reactions, List<Reading.Fact<F>> facts) {
    processed.limitTransaction(limits);
    List<Reading.Fact<F>> fresh = claim(reactions.consumer(), facts);
    if (fresh.isEmpty()) {
      return 0;
    }
    String begun = processed.transaction();
    reactions.rowLocks().accept(fresh.stream().map(Reading.Fact::data).toList());
    for (Reading.Fact<F> fact : fresh) {
      Received received = new Received(fact.envelope().id());
      causes.during(fact.cause(), () -> fact.reaction().useCase().accept(received, fact.data()));
    }
    requireUnbroken(status, begun);
    return fresh.size();
  }

  /** What nobody acted on yet, in its order, without copies within the batch. */
  private <F> List<Reading.Fact<F>> claim(String consumer, List<Reading.Fact<F>> facts) {
    Map<UUID, Reading.Fact<F>> byId = new LinkedHashMap<>();
    for (Reading.Fact<F> fact : facts) {
      Reading.Fact<F> first = byId.putIfAbsent(fact.envelope().id(), fact);
      if (first != null) {
        requireCopy(fact, first.digest());
      }
    }
    Set<UUID> claimed =
        processed.claim(consumer, byId.values().stream().map(Reading.Fact::entry).toList());
    List<Reading.Fact<F>> fresh = new ArrayList<>();
    List<Reading.Fact<F>> repeated = new ArrayList<>();
    byId.forEach((id, fact) -> (claimed.contains(id) ? fresh : repeated).add(fact));
    requireCopies(consumer, repeated);
    return fresh;
  }

  private <F> void requireCopies(String consumer, List<Reading.Fact<F>> repeated) {
    if (repeated.isEmpty()) {
      return;
    }
    Map<UUID, Long> known =
        processed.digests(consumer, repeated.stream().map(Reading.Fact::entry).toList());
    for (Reading.Fact<F> fact : repeated) {
      Long digest = known.get(fact.envelope().id());
      if (digest != null) {
        requireCopy(fact, digest);
      }
    }
  }

  /** One id with two meanings: to skip the second would lose an event without a word. */
  private static void requireCopy(Reading.Fact<?> fact, long digest) {
    if (fact.digest() != digest) {
      throw new UnreadableRecord(
          "its ce_id " + fact.envelope().id() + " was seen before with another type or payload");
    }
  }

  /**
   * A use case that swallowed a rollback, or ended the transaction by itself, would otherwise pass
   * for done: its id committed and its effect not, or the other way round.
   */
  private void requireUnbroken(TransactionStatus status, String begun) {
    if (status.isRollbackOnly()) {
      throw new IllegalStateException(
          "a use case marked the inbox's transaction for rollback and returned as if it had done"
              + " its work");
    }
    if (!begun.equals(processed.transaction())) {
      throw new IllegalStateException(
          "a use case ended the inbox's transaction by itself, with a COMMIT or ROLLBACK of its"
              + " own");
    }
  }
}
