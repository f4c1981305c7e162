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

  /**
   * The payment provider is to be asked, or is being asked.
   *
   * @param eventId the event that asked for the charge; the keys at the provider are derived from
   *     it
   * @param reference the provider's name of the intent; null until it is known to be open
   * @param withdrawn that the goods were withdrawn meanwhile; null where they were not
   */
  record Charging(
      Demand demand,
      UUID eventId,
      ProviderPayer payer,
      @Nullable String reference,
      @Nullable Withdrawn withdrawn)
      implements PaymentState {
    public Charging {
      if (withdrawn != null && reference == null) {
        throw new IllegalArgumentException("what was never opened is voided at once");
      }
    }
  }

  /**
   * Charged, once.
   *
   * @param reference the provider's name of the intent; null where the ledger's balance was charged
   */
  record Charged(Demand demand, @Nullable String reference) implements PaymentState {
    public Charged(Demand demand) {
      this(demand, null);
    }
  }

  /** Charged at the provider, who is to give it back. */
  record Refunding(Demand demand, String reference, UUID refundId, Withdrawn withdrawn)
      implements PaymentState {}

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
