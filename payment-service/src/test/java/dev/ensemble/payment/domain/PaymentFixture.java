package dev.ensemble.payment.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Alice's order of 59.99, its payment in each of its states, and her account in each situation. */
final class PaymentFixture {
  static final UUID ORDER = UUID.fromString("0199a0de-7c00-7000-8000-00000000a001");
  static final UUID PAYMENT = UUID.fromString("0199a0de-7c00-7000-8000-00000000b001");
  static final UUID REFUND = UUID.fromString("0199a0de-7c00-7000-8000-00000000b002");
  static final UUID WITHDRAWAL_EVENT = UUID.fromString("0199a0de-7c00-7000-8000-00000000e002");
  static final UUID CHARGE_EVENT = UUID.fromString("0199a0de-7c00-7000-8000-00000000e001");
  static final String REFERENCE = "pi_1";
  static final ProviderPayer PAYER = new ProviderPayer("cus_1", "pm_1");
  static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  static final Money PRICE = Money.of("59.99");
  static final Demand DEMAND = new Demand("alice", PRICE);

  private static final Withdrawn WITHDRAWN = new Withdrawn(Withdrawal.CUSTOMER, WITHDRAWAL_EVENT);

  private PaymentFixture() {}

  static Payment anAwaitedPayment() {
    return Payment.awaited(ORDER, PAYMENT, NOW);
  }

  static Payment aPaymentThatIsNotDueYet() {
    return in(new PaymentState.Pending(DEMAND, NOW.plusMillis(1)));
  }

  static Payment aPaymentThatIsDue() {
    return in(new PaymentState.Pending(DEMAND, NOW));
  }

  static Payment aChargedPayment() {
    return in(new PaymentState.Charged(DEMAND));
  }

  static Payment aDeclinedPayment() {
    return in(new PaymentState.Declined(DEMAND, DeclineReason.INSUFFICIENT_FUNDS));
  }

  static Payment aRefundedPayment() {
    return in(new PaymentState.Refunded(DEMAND, REFUND, RefundReason.CUSTOMER));
  }

  static Payment aTombstone() {
    return in(new PaymentState.Voided(null, Withdrawal.CUSTOMER));
  }

  static Payment aPaymentVoidedWhilePending() {
    return in(new PaymentState.Voided(DEMAND, Withdrawal.DEADLINE));
  }

  static Payment anIntendedPayment() {
    return charging(null, null);
  }

  static Payment anOpenPayment() {
    return charging(REFERENCE, null);
  }

  static Payment aPaymentWithdrawnWhileOpen() {
    return charging(REFERENCE, WITHDRAWN);
  }

  static Payment aPaymentChargedAtTheProvider() {
    return in(new PaymentState.Charged(DEMAND, REFERENCE));
  }

  static Payment aPaymentThatIsBeingRefunded() {
    return in(new PaymentState.Refunding(DEMAND, REFERENCE, REFUND, WITHDRAWN));
  }

  static Account anAccountWithAPayer() {
    return new Account(new AccountId("alice"), Money.ZERO, Duration.ZERO, PAYER);
  }

  static Account anAccountThatCovers() {
    return account(PRICE, Duration.ZERO);
  }

  static Account anAccountThatIsACentShort() {
    return account(new Money(PRICE.cents() - 1), Duration.ZERO);
  }

  static Account anAccountWhoseBankTakesItsTime() {
    return account(PRICE, Duration.ofSeconds(3));
  }

  private static Payment charging(@Nullable String reference, @Nullable Withdrawn withdrawn) {
    return in(new PaymentState.Charging(DEMAND, CHARGE_EVENT, PAYER, reference, withdrawn));
  }

  private static Payment in(PaymentState state) {
    return new Payment(ORDER, PAYMENT, 7, state, NOW.minusSeconds(1));
  }

  private static Account account(Money balance, Duration chargeDelay) {
    return new Account(new AccountId("alice"), balance, chargeDelay);
  }
}
