package dev.ensemble.messaging;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.TransactionStatus;

/**
 * Runs facts in one transaction: remembers their ids, locks the rows that they will touch, lets the
 * fresh ones take effect in their order, and parks what has to wait. All of it becomes durable, or
 * nothing.
 */
final class FactTransaction {

  /**
   * What became of a batch; the rest of it had been settled before.
   *
   * @param fresh how many facts took effect now
   * @param parked what waits from now on
   */
  record Done(int fresh, List<Parkable> parked) {}

  /**
   * A rival that goes through the same events in batches, as a frozen consumer that woke up does,
   * is met once or twice. One that goes through them one by one is waited for as for any other
   * contention, with pauses, and not for a turn per event.
   */
  static final int TURNS_MAX = 10;

  private final InboxTransaction transaction;
  private final ProcessedEventsTable processed;
  private final Parking parking;
  private final Cause.OfThread causes;
  private final EffectWatch watch;

  /** Neither measured nor traced. */
  FactTransaction(
      InboxTransaction transaction,
      ProcessedEventsTable processed,
      Parking parking,
      Cause.OfThread causes) {
    this(transaction, processed, parking, causes, EffectWatch.NONE);
  }

  FactTransaction(
      InboxTransaction transaction,
      ProcessedEventsTable processed,
      Parking parking,
      Cause.OfThread causes,
      EffectWatch watch) {
    this.transaction = transaction;
    this.processed = processed;
    this.parking = parking;
    this.causes = causes;
    this.watch = watch;
  }

  /**
   * Facts take effect unless their key is parked; unreadable records are parked with their keys.
   *
   * @throws Content.Unfit where the payload of one that is not known cannot be read
   * @throws RuntimeException where any of them failed, and so none took effect
   */
  <F> Done run(Reactions<F> reactions, List<Reading<F>> batch) {
    return watch.transaction(reactions.consumer(), batch, () -> runWithoutParked(reactions, batch));
  }

  /** Runs anew where others were faster. */
  private <F> Done runWithoutParked(Reactions<F> reactions, List<Reading<F>> batch) {
    List<Reading<F>> rest = batch;
    for (int turn = 1; ; turn++) {
      List<Reading<F>> now = rest;
      try {
        return transaction.run(status -> parkOrAct(status, reactions, now));
      } catch (ParkedMeanwhile known) {
        rest = known.without(rest);
        giveUpAfterTheLast(turn, known);
      } catch (ClaimedMeanwhile known) {
        giveUpAfterTheLast(turn, known);
      }
    }
  }

  private static void giveUpAfterTheLast(int turn, RuntimeException known) {
    if (turn == TURNS_MAX || Thread.currentThread().isInterrupted()) {
      throw known;
    }
  }

  private <F> Done parkOrAct(
      TransactionStatus status, Reactions<F> reactions, List<Reading<F>> batch) {
    Parking.Sorted<F> sorted = parking.sort(reactions.consumer(), batch);
    // Before anything acts: whoever waits for a key holds no row of the service.
    List<Parkable> parked = parking.park(reactions.consumer(), sorted.toPark());
    if (sorted.toRun().isEmpty()) {
      return new Done(0, parked);
    }
    List<Reading.Fact<F>> fresh = claim(reactions.consumer(), sorted.toRun());
    // Only now, as nobody needs what known events say; and before any row of the service is locked.
    fresh.forEach(Reading.Fact::data);
    if (!fresh.isEmpty()) {
      String begun =
          processed.transaction(
              reactions.consumer(), fresh.stream().map(Reading.Fact::entry).toList());
      takeEffect(status, reactions, fresh, begun);
    }
    return new Done(fresh.size(), parked);
  }

  /** Parks a culprit, in a transaction of its own. */
  Done park(String consumer, Parkable culprit) {
    return transaction.run(status -> new Done(0, parking.park(consumer, List.of(culprit))));
  }

  /** The same for what met an outage, where somebody has ordered that; empty where nobody has. */
  Optional<Done> parkByOrder(String consumer, Parkable culprit) {
    return transaction.run(
        status -> parking.parkByOrder(consumer, culprit).map(parked -> new Done(0, parked)));
  }

  /**
   * A parked fact, within a transaction that runs.
   *
   * @return whether it was fresh and took effect; otherwise it had done so before
   */
  <F> boolean act(TransactionStatus status, Reactions<F> reactions, Reading.Fact<F> fact) {
    String consumer = reactions.consumer();
    // This transaction holds more than ids, and does not run anew where a rival is faster.
    if (!processed.claim(consumer, fact.entry())) {
      requireCopies(List.of(fact), processed.digests(consumer, List.of(fact.entry())));
      return false;
    }
    List<Reading.Fact<F>> fresh = List.of(fact);
    takeEffect(status, reactions, fresh);
    return true;
  }

  /** Facts that are claimed already. */
  <F> void takeEffect(
      TransactionStatus status, Reactions<F> reactions, List<Reading.Fact<F>> fresh) {
    takeEffect(status, reactions, fresh, processed.transaction());
  }

  private <F> void takeEffect(
      TransactionStatus status, Reactions<F> reactions, List<Reading.Fact<F>> fresh, String begun) {
    reactions.rowLocks().accept(fresh.stream().map(Reading.Fact::data).toList());
    for (Stage<F> stage : Stage.of(fresh)) {
      for (Reading.Fact<F> fact : stage.each()) {
        react(reactions.consumer(), List.of(fact));
      }
      for (List<Reading.Fact<F>> set : stage.sets().values()) {
        react(reactions.consumer(), set);
      }
    }
    requireUnbroken(status, begun);
  }

  /** All of one type. */
  private <F> void react(String consumer, List<Reading.Fact<F>> facts) {
    watch.reaction(consumer, facts, () -> facts.getFirst().reaction().run(facts, causes));
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
    Map<UUID, Long> known =
        processed.remember(consumer, byId.values().stream().map(Reading.Fact::entry).toList());
    if (known.isEmpty()) {
      return List.copyOf(byId.values());
    }
    requireCopies(byId.values(), known);
    byId.keySet().removeAll(known.keySet());
    return List.copyOf(byId.values());
  }

  private static <F> void requireCopies(Collection<Reading.Fact<F>> facts, Map<UUID, Long> known) {
    for (Reading.Fact<F> fact : facts) {
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
