package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.PaymentFact;

/** Tells facts to the other services, in the transaction that makes them true. */
public interface Announcements {

  /** Tells a fact; {@code version} is the payment's after the change that it speaks of. */
  void tell(PaymentFact fact, long version);
}
