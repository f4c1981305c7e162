package dev.ensemble.inventory.domain;

import java.util.List;

/** A transition's answer. Every pair of state and fact has one; a late or repeated fact is none. */
public sealed interface Outcome {

  /**
   * Something became true: the reservation, the fact to tell, and the stock that it moves belong
   * together and are stored together.
   */
  record Changed(Reservation next, ReservationFact fact, List<StockChange> stock)
      implements Outcome {}

  /** Nothing changed, and why, for whoever reads the log. */
  record Unchanged(String reason) implements Outcome {}
}
