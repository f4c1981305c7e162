package dev.ensemble.order.application;

import dev.ensemble.order.domain.ToldFact;

/** Tells facts to the other services, in the transaction that makes them true. */
public interface Announcements {

  /** Tells the fact; {@code version} is the order's after the change that the fact speaks of. */
  void tell(ToldFact fact, long version);
}
