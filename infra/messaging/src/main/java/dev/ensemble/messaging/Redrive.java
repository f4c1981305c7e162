package dev.ensemble.messaging;

import java.util.List;

/**
 * Acts on parked events of this application's consumer, and of no other, once their cause is
 * mended: per key in their order, each in a transaction of its own that remembers its id, so that
 * whatever else brings the event again finds it done. While a key is being redriven, what arrives
 * of it waits, or is parked behind the rest.
 */
public interface Redrive {

  /**
   * What to redrive.
   *
   * @param selection chooses the keys: each is redriven from its first event on, also where a later
   *     one was chosen, because nothing may overtake. Of those that wait alone it chooses each.
   * @param eventsMax after how many events to end, at most 10,000
   * @param dryRun answers what would be tried and does nothing
   * @param evenForgotten tries also what is older than the inbox remembers. What may have taken
   *     effect long ago <b>takes effect once more</b> then: only for whoever knows that it has not.
   */
  record Order(
      ParkedSelection selection,
      Decision decision,
      int eventsMax,
      boolean dryRun,
      boolean evenForgotten) {

    /** Enough to see whether the cause is mended, few enough to look at each answer. */
    public static final int EVENTS_DEFAULT = 100;

    public Order {
      ParkingLimits.requireEventsMax(eventsMax);
    }

    /** Up to {@link #EVENTS_DEFAULT} events, in earnest, and nothing that is forgotten. */
    public static Order of(ParkedSelection selection, Decision decision) {
      return new Order(selection, decision, EVENTS_DEFAULT, false, false);
    }

    public Order upTo(int events) {
      return new Order(selection, decision, events, dryRun, evenForgotten);
    }

    public Order dry() {
      return new Order(selection, decision, eventsMax, true, evenForgotten);
    }

    /** See the constructor's warning. */
    public Order withForgotten() {
      return new Order(selection, decision, eventsMax, dryRun, true);
    }
  }

  /**
   * Redrives what is selected. An outage amid it ends it, as does a failure that is not the event's
   * own; the answer names what was done before and what was not reached.
   *
   * @return what became of each event, in the order in which they were reached
   * @throws InboxOutage where not even what is selected could be told
   * @throws IllegalStateException where a transaction runs already
   */
  List<Treated> run(Order order);
}
