package dev.ensemble.payment.domain;

import java.util.UUID;

/** What a command that was carried out is answered, however often it comes. */
public sealed interface StepAnswer {

  record Charged(UUID paymentId, Money amount) implements StepAnswer {}

  record Refunded(UUID refundId, Money amount) implements StepAnswer {}

  /** There was nothing to give back, and there will not be. */
  record NothingCharged(UUID refundId) implements StepAnswer {}
}
