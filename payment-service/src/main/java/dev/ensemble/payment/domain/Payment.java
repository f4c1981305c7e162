package dev.ensemble.payment.domain;

import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Outcome.Unchanged;
import dev.ensemble.payment.domain.PaymentState.Awaited;
import dev.ensemble.payment.domain.PaymentState.Charged;
import dev.ensemble.payment.domain.PaymentState.Charging;
import dev.ensemble.payment.domain.PaymentState.Declined;
import dev.ensemble.payment.domain.PaymentState.Pending;
import dev.ensemble.payment.domain.PaymentState.Refunded;
import dev.ensemble.payment.domain.PaymentState.Refunding;
import dev.ensemble.payment.domain.PaymentState.Voided;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
      case Charging charging -> Optional.of(charging.demand());
      case Charged charged -> Optional.of(charged.demand());
      case Refunding refunding -> Optional.of(refunding.demand());
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
      case Charging charging -> new Unchanged("the provider is being asked already");
      case Charged charged -> new Unchanged("the order is already charged");
      case Refunding refunding -> new Unchanged("the order is being refunded");
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
      case Charging charging -> new Unchanged("the provider takes its own time");
      case Refunding refunding -> new Unchanged("the order is being refunded");
      case Charged charged -> new Unchanged("the order is already charged");
      case Declined declined -> new Unchanged("the order is already declined");
      case Refunded refunded -> new Unchanged("the order is already refunded");
      case Voided voided -> new Unchanged("the goods were withdrawn before the charge");
    };
  }

  /**
   * As {@link #charge}, where the payment provider is the one to ask: records what is to be asked.
   *
   * @param eventId the event that asks for the charge
   */
  public Outcome chargeAtProvider(
      Demand demand, UUID eventId, @Nullable Account account, Instant now) {
    if (!(state instanceof Awaited) || demand.amount().equals(Money.ZERO)) {
      // Providers refuse to move nothing, and where nothing moves nobody needs to be asked.
      return charge(demand, account, now);
    }
    ProviderPayer payer = account == null ? null : account.payer();
    return payer == null
        ? decline(demand, DeclineReason.UNKNOWN_ACCOUNT, now)
        : changed(new Charging(demand, eventId, payer, null, null), now);
  }

  /** The goods will not go out: gives back what was charged, and charges no more. */
  public Outcome refund(Withdrawn withdrawn, UUID refundId, Instant now) {
    Withdrawal why = withdrawn.why();
    return switch (state) {
      case Awaited awaited -> changed(new Voided(null, why), now);
      case Pending pending -> changed(new Voided(pending.demand(), why), now);
      case Charging charging -> withdraw(charging, withdrawn, now);
      case Charged charged -> giveBack(charged, withdrawn, refundId, now);
      case Refunding refunding -> new Unchanged("the order is being refunded");
      case Declined declined -> new Unchanged("nothing was charged");
      case Refunded refunded -> new Unchanged("the order is already refunded");
      case Voided voided -> new Unchanged("nothing was charged, and nothing will be");
    };
  }

  /**
   * The provider has answered.
   *
   * @param refundId the refund's, should one follow at once
   */
  public Outcome answered(ProviderAnswer answer, UUID refundId, Instant now) {
    return switch (state) {
      case Charging charging ->
          charging.reference() == null
              ? opening(charging, answer, now)
              : confirming(charging, answer, refundId, now);
      case Refunding refunding -> refunding(refunding, answer, now);
      case Awaited awaited -> nobodyAsked();
      case Pending pending -> nobodyAsked();
      case Charged charged -> nobodyAsked();
      case Declined declined -> nobodyAsked();
      case Refunded refunded -> nobodyAsked();
      case Voided voided -> nobodyAsked();
    };
  }

  private Outcome refunding(Refunding refunding, ProviderAnswer answer, Instant now) {
    return answer instanceof ProviderAnswer.GivenBack
        ? refunded(
            refunding.demand(),
            refunding.refundId(),
            refunding.withdrawn().why().refundReason(),
            Till.PROVIDER,
            now)
        : new Unchanged("the answer is to an earlier question");
  }

  private static Unchanged nobodyAsked() {
    return new Unchanged("the payment was settled before the answer came");
  }

  private Outcome opening(Charging charging, ProviderAnswer answer, Instant now) {
    return switch (answer) {
      case ProviderAnswer.Opened opened ->
          changed(
              new Charging(
                  charging.demand(),
                  charging.eventId(),
                  charging.payer(),
                  opened.reference(),
                  null),
              now);
      case ProviderAnswer.NotOpened not -> decline(charging.demand(), not.reason(), now);
      case ProviderAnswer.Refused refused -> new Unchanged("nothing was confirmed yet");
      case ProviderAnswer.Succeeded succeeded -> new Unchanged("nothing was confirmed yet");
      case ProviderAnswer.Closed closed -> new Unchanged("nothing was opened yet");
      case ProviderAnswer.GivenBack givenBack -> new Unchanged("nothing was charged yet");
    };
  }

  private Outcome confirming(Charging charging, ProviderAnswer answer, UUID refundId, Instant now) {
    return switch (answer) {
      case ProviderAnswer.Opened opened -> new Unchanged("it is open already");
      case ProviderAnswer.NotOpened not -> new Unchanged("another has opened it");
      case ProviderAnswer.Succeeded succeeded -> paid(charging, refundId, now);
      case ProviderAnswer.Refused refused -> unpaid(charging, refused.reason(), now);
      case ProviderAnswer.Closed closed ->
          unpaid(charging, DeclineReason.DECLINED_BY_PROVIDER, now);
      case ProviderAnswer.GivenBack givenBack -> new Unchanged("nothing was charged yet");
    };
  }

  /** Paid although the goods were withdrawn meanwhile: both are told, one after the other. */
  private Changed paid(Charging charging, UUID refundId, Instant now) {
    String reference = Objects.requireNonNull(charging.reference());
    PaymentState next =
        charging.withdrawn() == null
            ? new Charged(charging.demand(), reference)
            : new Refunding(charging.demand(), reference, refundId, charging.withdrawn());
    return changed(
        next, now, new PaymentFact.Charged(orderId, paymentId, charging.demand(), Till.PROVIDER));
  }

  private Changed unpaid(Charging charging, DeclineReason reason, Instant now) {
    return charging.withdrawn() == null
        ? decline(charging.demand(), reason, now)
        : changed(new Voided(charging.demand(), charging.withdrawn().why()), now);
  }

  private Outcome withdraw(Charging charging, Withdrawn withdrawn, Instant now) {
    if (charging.reference() == null) {
      // Perhaps it is open by now and nobody knows its name: then nobody can confirm it either.
      return changed(new Voided(charging.demand(), withdrawn.why()), now);
    }
    if (charging.withdrawn() != null) {
      return new Unchanged("the charge is withdrawn already");
    }
    return changed(
        new Charging(
            charging.demand(),
            charging.eventId(),
            charging.payer(),
            charging.reference(),
            withdrawn),
        now);
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
    return changed(
        new Charged(demand), now, new PaymentFact.Charged(orderId, paymentId, demand, Till.LEDGER));
  }

  private Changed decline(Demand demand, DeclineReason reason, Instant now) {
    return changed(
        new Declined(demand, reason),
        now,
        new PaymentFact.Declined(orderId, paymentId, demand, reason));
  }

  private Changed giveBack(Charged charged, Withdrawn withdrawn, UUID refundId, Instant now) {
    String reference = charged.reference();
    return reference == null
        ? refunded(charged.demand(), refundId, withdrawn.why().refundReason(), Till.LEDGER, now)
        : changed(new Refunding(charged.demand(), reference, refundId, withdrawn), now);
  }

  private Changed refunded(
      Demand demand, UUID refundId, RefundReason reason, Till till, Instant now) {
    return changed(
        new Refunded(demand, refundId, reason),
        now,
        new PaymentFact.Refunded(orderId, paymentId, demand, refundId, reason, till));
  }

  private Changed changed(PaymentState next, Instant now, PaymentFact... facts) {
    return new Changed(new Payment(orderId, paymentId, version + 1, next, now), List.of(facts));
  }
}
