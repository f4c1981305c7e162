package dev.ensemble.payment.domain;

import java.util.UUID;

/** Where a saga's step stands. */
public sealed interface StepState {

  /** Nothing was asked for yet. */
  record Awaited() implements StepState {}

  /** The account was charged. */
  record Charged(Demand demand, UUID paymentId) implements StepState {}

  /** Of what was charged, so much was given back. */
  record Refunded(Charged charge, UUID refundId, Money amount) implements StepState {
    public Refunded {
      if (amount.isMoreThan(charge.demand().amount())) {
        throw new IllegalArgumentException("more was given back than was charged");
      }
    }
  }

  /** The compensation came before the action, which comes too late now. */
  record Voided(UUID refundId) implements StepState {}
}
