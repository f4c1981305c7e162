package dev.ensemble.payment.domain;

import dev.ensemble.payment.domain.PaymentState.Charging;
import java.util.Optional;
import java.util.UUID;

/**
 * What the payment provider is asked to do next. Each is safe to ask again: by its key as long as
 * the provider remembers it, and by the provider's own states after that.
 */
public sealed interface ProviderCall {

  /** Moves no money: without a {@link Confirm} nobody pays. */
  record Open(UUID orderId, Money amount, ProviderPayer payer, String key)
      implements ProviderCall {}

  /** Moves the money; an intent succeeds once, whatever the key. */
  record Confirm(String reference, ProviderPayer payer, String key) implements ProviderCall {}

  /** Needs no key: closing what is closed changes nothing. */
  record Close(String reference) implements ProviderCall {}

  /** Moves the money back; never more than was paid, whatever the key. */
  record GiveBack(String reference, Money amount, String key) implements ProviderCall {}

  /**
   * What is to be asked next; empty where nothing is.
   *
   * @param generation of the key: another one where the provider would repeat a failure by it
   */
  static Optional<ProviderCall> next(Payment payment, int generation) {
    return switch (payment.state()) {
      case Charging charging -> Optional.of(next(payment.orderId(), charging, generation));
      case PaymentState.Refunding refunding ->
          Optional.of(
              new GiveBack(
                  refunding.reference(),
                  refunding.demand().amount(),
                  key(refunding.withdrawn().eventId(), "refund", generation)));
      case PaymentState.Awaited awaited -> Optional.empty();
      case PaymentState.Pending pending -> Optional.empty();
      case PaymentState.Charged charged -> Optional.empty();
      case PaymentState.Declined declined -> Optional.empty();
      case PaymentState.Refunded refunded -> Optional.empty();
      case PaymentState.Voided voided -> Optional.empty();
    };
  }

  private static ProviderCall next(UUID orderId, Charging charging, int generation) {
    UUID eventId = charging.eventId();
    String reference = charging.reference();
    if (reference == null) {
      return new Open(
          orderId,
          charging.demand().amount(),
          charging.payer(),
          key(eventId, "create", generation));
    }
    return charging.withdrawn() == null
        ? new Confirm(reference, charging.payer(), key(eventId, "confirm", generation))
        : new Close(reference);
  }

  private static String key(UUID eventId, String call, int generation) {
    return generation == 0 ? eventId + ":" + call : eventId + ":" + call + ":" + generation;
  }
}
