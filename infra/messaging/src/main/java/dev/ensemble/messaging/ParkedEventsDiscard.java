package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Discards one event at a time, each in a transaction that remembers it. */
final class ParkedEventsDiscard implements Discard {
  private static final Logger log = LoggerFactory.getLogger(ParkedEventsDiscard.class);

  private final String consumer;
  private final ParkedStep.Store store;
  private final RememberedDays days;
  private final Outages outages;

  ParkedEventsDiscard(
      String consumer, ParkedStep.Store store, RememberedDays days, Outages outages) {
    this.consumer = consumer;
    this.store = store;
    this.days = days;
    this.outages = outages;
  }

  @Override
  public List<Treated> run(Order order) {
    ParkedKeysRedrive.requireNoTransaction();
    List<ParkedEventsTable.Place> plan = plan(order);
    List<Treated> all = new ArrayList<>();
    String cutOff = null;
    for (ParkedEventsTable.Place place : plan) {
      if (cutOff == null) {
        try {
          Treated.Outcome outcome =
              order.dryRun() ? Treated.Outcome.SELECTED : discard(place, order.decision());
          all.add(new Treated(place.event(), outcome, null));
          continue;
        } catch (RuntimeException failure) {
          cutOff = ParkedKeysRedrive.whyCutOff(failure, outages);
        }
      }
      all.add(new Treated(place.event(), Treated.Outcome.NOT_REACHED, cutOff));
    }
    if (!order.dryRun() && !all.isEmpty()) {
      log.warn(
          "Consumer {}: {} discarded {} of {} selected parked events: see messaging.parking_audit",
          consumer,
          order.decision().actor(),
          all.stream().filter(one -> one.outcome() == Treated.Outcome.DISCARDED).count(),
          all.size());
    }
    return all;
  }

  private List<ParkedEventsTable.Place> plan(Order order) {
    try {
      return store.parked().selected(consumer, order.selection(), order.eventsMax());
    } catch (RuntimeException failure) {
      throw outages.isOutage(failure) ? new InboxOutage(failure) : failure;
    }
  }

  private Treated.Outcome discard(ParkedEventsTable.Place place, Decision decision) {
    return store
        .transaction()
        .run(
            status -> {
              // The key first, as everybody does who wants both.
              if (place.key() != null && !store.parked().lock(consumer, place.key())) {
                return Treated.Outcome.GONE;
              }
              Optional<ParkedRow> row = store.parked().lock(consumer, place.event().number());
              if (row.isEmpty()) {
                return Treated.Outcome.GONE;
              }
              return discard(row.get(), decision);
            });
  }

  private Treated.Outcome discard(ParkedRow row, Decision decision) {
    if (hadTakenEffect(row)) {
      Treated.Outcome known = Treated.Outcome.WAS_APPLIED;
      boolean freed = store.parked().remove(consumer, row, decision, known);
      // That it is discarded, and so without effect, would be untrue.
      store.told().redriven(consumer, row, decision, known, freed);
      return known;
    }
    boolean freed = store.parked().remove(consumer, row, decision, Treated.Outcome.DISCARDED);
    store.told().discarded(consumer, row, decision, freed);
    return Treated.Outcome.DISCARDED;
  }

  /**
   * Remembers it as if it had been acted on, unless it has. One that cannot be remembered so is
   * known by the audit.
   */
  private boolean hadTakenEffect(ParkedRow row) {
    UUID id = row.event().eventId();
    if (id == null || !days.isKept(id)) {
      return false;
    }
    ProcessedEventsTable.Entry entry = new ProcessedEventsTable.Entry(id, row.digest());
    // Under the same id another payload may have been acted on, and this one not.
    return !store.processed().claim(consumer, entry)
        && Long.valueOf(row.digest())
            .equals(store.processed().digests(consumer, List.of(entry)).get(id));
  }
}
