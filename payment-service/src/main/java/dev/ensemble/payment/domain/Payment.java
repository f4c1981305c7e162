package dev.ensemble.payment.domain;

import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Outcome.Unchanged;
import dev.ensemble.payment.domain.PaymentState.Awaited;
import dev.ensemble.payment.domain.PaymentState.Charged;
import dev.ensemble.payment.domain.PaymentState.Declined;
import dev.ensemble.payment.domain.PaymentState.Pending;
import dev.ensemble.payment.domain.PaymentState.Refunded;
import dev.ensemble.payment.domain.PaymentState.Voided;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payment of one order. It is immutable, and answers everything that can happen in each of its
 * states.
 *
 * @param version grows by one with each change, from 0 while nothing is known
 */
public record Payment(
    UUID orderId, UUID paymentId, long version, PaymentState state, Instant changedAt) {

  public Payment {
    if (version == 0 != state instanceof Awaited) {
      throw new IllegalArgumentException("version " + version + " cannot be in " + state);
    }
  }

  /** The payment of an order of which nothing is known yet. */
  public static Payment awaited(UUID orderId, UUID paymentId, Instant now) {
    return new Payment(orderId, paymentId, 0, new Awaited(), now);
  }

  /** What was asked of this payment; empty where nothing was. */
  public Optional<Demand> demand() {
    return switch (state) {
      case Awaited awaited -> Optional.empty();
      case Pending pending -> Optional.of(pending.demand());
      case Charged charged -> Optional.of(charged.demand());
      case Declined declined -> Optional.of(declined.demand());
      case Refunded refunded -> Optional.of(refunded.demand());
      case Voided voided -> Optional.ofNullable(voided.demand());
    };
  }

  /** The account that the payment may touch. */
  public Optional<AccountId> accountId() {
    return demand().flatMap(Demand::accountId);
  }

  /**
   * The order's goods are reserved, so its money is asked for.
   *
   * @param account the customer's account, null where there is none
   */
  public Outcome charge(Demand demand, @Nullable Account account, Instant now) {
    return switch (state) {
      case Awaited awaited -> begin(demand, account, now);
      case Pending pending -> new Unchanged("the charge is already waiting for its time");
      case Charged charged -> new Unchanged("the order is already charged");
      case Declined declined -> new Unchanged("the order is already declined");
      case Refunded refunded -> new Unchanged("the order is already refunded");
      case Voided voided -> new Unchanged("the goods were withdrawn before the charge");
    };
  }

  /**
   * The bank has taken its time.
   *
   * @param account the customer's account, null where there is none
   */
  public Outcome chargeDue(@Nullable Account account, Instant now) {
    return switch (state) {
      case Pending pending ->
          pending.dueAt().isAfter(now)
              ? new Unchanged("the charge is not due yet")
              : decide(pending.demand(), account, now);
      case Awaited awaited -> new Unchanged("nothing is known of the order");
      case Charged charged -> new Unchanged("the order is already charged");
      case Declined declined -> new Unchanged("the order is already declined");
      case Refunded refunded -> new Unchanged("the order is already refunded");
      case Voided voided -> new Unchanged("the goods were withdrawn before the charge");
    };
  }

  /** The goods will not go out: gives back what was charged, and charges no more. */
  public Outcome refund(Withdrawal why, UUID refundId, Instant now) {
    return switch (state) {
      case Awaited awaited -> changed(new Voided(null, why), now);
      case Pending pending -> changed(new Voided(pending.demand(), why), now);
      case Charged charged -> giveBack(charged.demand(), refundId, why.refundReason(), now);
      case Declined declined -> new Unchanged("nothing was charged");
      case Refunded refunded -> new Unchanged("the order is already refunded");
      case Voided voided -> new Unchanged("nothing was charged, and nothing will be");
    };
  }

  private Changed begin(Demand demand, @Nullable Account account, Instant now) {
    if (account != null && account.chargesLater()) {
      return changed(new Pending(demand, now.plus(account.chargeDelay())), now);
    }
    return decide(demand, account, now);
  }

  private Changed decide(Demand demand, @Nullable Account account, Instant now) {
    if (account == null) {
      return decline(demand, DeclineReason.UNKNOWN_ACCOUNT, now);
    }
    if (!account.covers(demand.amount())) {
      return decline(demand, DeclineReason.INSUFFICIENT_FUNDS, now);
    }
    return changed(new Charged(demand), now, new PaymentFact.Charged(orderId, paymentId, demand));
  }

  private Changed decline(Demand demand, DeclineReason reason, Instant now) {
    return changed(
        new Declined(demand, reason),
        now,
        new PaymentFact.Declined(orderId, paymentId, demand, reason));
  }

  private Changed giveBack(Demand demand, UUID refundId, RefundReason reason, Instant now) {
    return changed(
        new Refunded(demand, refundId, reason),
        now,
        new PaymentFact.Refunded(orderId, paymentId, demand, refundId, reason));
  }

  private Changed changed(PaymentState next, Instant now, PaymentFact... facts) {
    return new Changed(new Payment(orderId, paymentId, version + 1, next, now), List.of(facts));
  }
}
