package dev.ensemble.messaging;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionStatus;

/** One parked event, tried again in one transaction as it would be live. */
final class ParkedStep<F> {
  private static final String FORGOTTEN =
      "it is older than what the inbox remembers, so it may have taken effect before; whoever knows"
          + " that it has not may redrive it with what is forgotten";

  private final Reactions<F> reactions;
  private final RecordReader<F> reader;
  private final RememberedDays days;
  private final Outages outages;
  private final Store store;

  /** Where parked and processed events stand, and what happens to both in one transaction. */
  record Store(
      InboxTransaction transaction,
      ParkedEventsTable parked,
      ProcessedEventsTable processed,
      FactTransaction facts,
      ParkingFacts told) {}

  ParkedStep(
      Reactions<F> reactions, FactJson json, RememberedDays days, Outages outages, Store store) {
    this.reactions = reactions;
    this.reader = new RecordReader<>(reactions, json);
    this.days = days;
    this.outages = outages;
    this.store = store;
  }

  String consumer() {
    return reactions.consumer();
  }

  /** The first event of the key, whichever that is by now; empty where the key is free. */
  Optional<Treated> firstOf(ParkedKey key, Redrive.Order order) {
    return run(
        order,
        () -> {
          if (!store.parked().lock(consumer(), key)) {
            return Optional.empty();
          }
          Optional<ParkedRow> first = store.parked().first(consumer(), key);
          if (first.isEmpty()) {
            store.parked().free(consumer(), key);
          }
          return first;
        });
  }

  /** An event that waits alone; empty where it is gone. */
  Optional<Treated> alone(long number, Redrive.Order order) {
    return run(order, () -> store.parked().lock(consumer(), number));
  }

  private Optional<Treated> run(Redrive.Order order, Supplier<Optional<ParkedRow>> lock) {
    AtomicReference<@Nullable ParkedRow> tried = new AtomicReference<>();
    try {
      return store
          .transaction()
          .run(
              status -> {
                Optional<ParkedRow> row = lock.get();
                row.ifPresent(tried::set);
                return row.map(one -> treat(status, one, order));
              });
    } catch (RuntimeException | Error failure) {
      ParkedRow row = tried.get();
      if (row == null || outages.isOutage(failure)) {
        throw failure;
      }
      return Optional.of(failed(row, failure, order.decision()));
    }
  }

  private Treated treat(TransactionStatus status, ParkedRow row, Redrive.Order order) {
    switch (reader.read(row.record())) {
      case Reading.Unreadable<F> unreadable -> throw unreadable.reason();
      case Reading.Ignored<F> nothingToDo -> {
        return removed(row, order, Treated.Outcome.IGNORED);
      }
      case Reading.Fact<F> fact -> {
        boolean kept = days.isKept(fact.envelope().id());
        if (!kept && UuidV7.dayOf(fact.envelope().id()).isAfter(days.today())) {
          days.require(fact.envelope().id(), fact.record().timestamp());
        }
        boolean forgotten = !kept || row.event().kind() == ParkedRecord.Kind.EXPIRED;
        if (forgotten && !order.evenForgotten()) {
          return new Treated(row.event(), Treated.Outcome.REFUSED, FORGOTTEN);
        }
        boolean fresh = kept ? store.facts().act(status, reactions, fact) : actAnyway(status, fact);
        return removed(row, order, fresh ? Treated.Outcome.APPLIED : Treated.Outcome.WAS_APPLIED);
      }
    }
  }

  private boolean actAnyway(TransactionStatus status, Reading.Fact<F> fact) {
    if (!store.processed().claimForgotten(consumer(), fact.entry())) {
      return false;
    }
    store.facts().takeEffect(status, reactions, List.of(fact));
    return true;
  }

  private Treated removed(ParkedRow row, Redrive.Order order, Treated.Outcome outcome) {
    boolean freed = store.parked().remove(consumer(), row, order.decision(), outcome);
    store.told().redriven(consumer(), row, order.decision(), outcome, freed);
    return new Treated(row.event(), outcome, null);
  }

  private Treated failed(ParkedRow row, Throwable failure, Decision decision) {
    Grounds grounds = Grounds.of(failure, row.event().type(), row.event().attempts() + 1);
    store
        .transaction()
        .run(
            status -> {
              store.parked().failed(row, decision, grounds);
              return true;
            });
    return new Treated(row.event(), Treated.Outcome.FAILED, grounds.reason(), grounds.kind());
  }
}
