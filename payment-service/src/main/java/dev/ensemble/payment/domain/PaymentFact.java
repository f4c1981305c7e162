package dev.ensemble.payment.domain;

import java.util.UUID;

/** What payment tells the others. */
public sealed interface PaymentFact {

  /** The customer's account was charged, once. */
  record Charged(UUID orderId, UUID paymentId, Demand demand, Till till) implements PaymentFact {}

  /** The customer's account was not charged, and will not be for this order. */
  record Declined(UUID orderId, UUID paymentId, Demand demand, DeclineReason reason)
      implements PaymentFact {}

  /** What was charged was given back in full, once. */
  record Refunded(
      UUID orderId, UUID paymentId, Demand demand, UUID refundId, RefundReason reason, Till till)
      implements PaymentFact {}
}
