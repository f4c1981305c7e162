package dev.ensemble.payment.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a payment stands, with what is known only there. */
public sealed interface PaymentState {

  /** Nothing is known of the order yet; this state is never stored. */
  record Awaited() implements PaymentState {}

  /** The account's bank takes its time; the charge is decided when it is due. */
  record Pending(Demand demand, Instant dueAt) implements PaymentState {}

  record Charged(Demand demand) implements PaymentState {}

  record Declined(Demand demand, DeclineReason reason) implements PaymentState {}

  record Refunded(Demand demand, UUID refundId, RefundReason reason) implements PaymentState {}

  /**
   * Never charged, and never to be: the goods were withdrawn before the charge. Where they were
   * withdrawn before the demand for money came, this is the tombstone that the late demand meets.
   *
   * @param demand null on such a tombstone
   */
  record Voided(@Nullable Demand demand, Withdrawal reason) implements PaymentState {}
}
