package dev.ensemble.messaging;

import java.util.OptionalInt;

/** Who counts how often an event is tried, and knows when that was the last time. */
@FunctionalInterface
interface Attempts {

  /** Nothing that failed is parked: whoever hands the records over deals with what fails. */
  Attempts OF_SOMEBODY_ELSE = failure -> OptionalInt.empty();

  /**
   * How many attempts the event has used up, this one included; empty where it is to be tried again
   * in its place.
   */
  OptionalInt usedUp(Failure failure);
}
