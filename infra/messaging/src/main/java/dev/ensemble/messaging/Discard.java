package dev.ensemble.messaging;

import java.util.List;

/**
 * Decides that parked events of this application's consumer are never acted on. They are remembered
 * as if they had been: a redelivery is neither run nor parked again. What waits behind them of
 * their key goes on waiting for a {@link Redrive}; a key with nothing left is free. One that had
 * taken effect all the same is answered as {@link Treated.Outcome#WAS_APPLIED}.
 */
public interface Discard {

  /**
   * What to discard: exactly what is selected.
   *
   * @param eventsMax after how many events to end, at most 10,000
   * @param dryRun answers what would be discarded and does nothing
   */
  record Order(ParkedSelection selection, Decision decision, int eventsMax, boolean dryRun) {

    public Order {
      ParkingLimits.requireEventsMax(eventsMax);
    }

    /** Up to {@link Redrive.Order#EVENTS_DEFAULT} events, in earnest. */
    public static Order of(ParkedSelection selection, Decision decision) {
      return new Order(selection, decision, Redrive.Order.EVENTS_DEFAULT, false);
    }

    public Order upTo(int events) {
      return new Order(selection, decision, events, dryRun);
    }

    public Order dry() {
      return new Order(selection, decision, eventsMax, true);
    }
  }

  /**
   * Discards what is selected, each event in a transaction of its own. An outage or another failure
   * amid it ends it: what was discarded before stays so, and the answer names what was not reached.
   *
   * @return what became of each selected event, in their order
   * @throws InboxOutage where not even what is selected could be told
   * @throws IllegalStateException where a transaction runs already
   */
  List<Treated> run(Order order);
}
