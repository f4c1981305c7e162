package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.ReservationFact;

/** Tells facts to the other services, in the transaction that makes them true. */
public interface Announcements {

  /** Tells a fact; {@code version} is the reservation's after the change that it speaks of. */
  void tell(ReservationFact fact, long version);
}
