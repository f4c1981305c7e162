package dev.ensemble.payment.domain;

import dev.ensemble.payment.domain.LedgerAccount.Customer;
import dev.ensemble.payment.domain.LedgerAccount.House;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Money that moves between accounts, in double entry: nothing appears and nothing is lost.
 *
 * @param id a charge bears its payment's id, a refund the refund's, a deposit the deposit's
 */
public record Transfer(UUID id, Reason reason, List<Entry> entries, Instant postedAt) {

  /** Why the money moves. */
  public sealed interface Reason {
    /** A customer pays in. */
    record Deposit() implements Reason {}

    /** A customer pays for an order: once per order. */
    record Charge(UUID orderId) implements Reason {}

    /** The house gives back what it charged for an order: once per order. */
    record Refund(UUID orderId) implements Reason {}

    /** A customer pays for a saga's step: once per step. */
    record StepCharge(StepId stepId) implements Reason {}

    /** The house gives back what it charged for a saga's step: once per step. */
    record StepRefund(StepId stepId) implements Reason {}
  }

  public Transfer {
    entries = List.copyOf(entries);
    long sum = entries.stream().mapToLong(Entry::signedCents).reduce(0, Math::addExact);
    if (sum != 0) {
      throw new IllegalArgumentException("debits and credits differ by " + sum + " cents");
    }
    Set<LedgerAccount> accounts = new HashSet<>();
    entries.forEach(entry -> accounts.add(entry.account()));
    if (accounts.size() < 2 || accounts.size() < entries.size()) {
      throw new IllegalArgumentException("a transfer joins accounts, each named once");
    }
  }

  public static Transfer deposit(UUID depositId, AccountId account, Money amount, Instant at) {
    return new Transfer(
        depositId,
        new Reason.Deposit(),
        List.of(Entry.debit(House.BANK, amount), Entry.credit(new Customer(account), amount)),
        at);
  }

  static Transfer stepCharge(UUID paymentId, StepId stepId, Demand demand, Instant at) {
    return new Transfer(
        paymentId,
        new Reason.StepCharge(stepId),
        paying(payer(demand, Till.LEDGER), demand.amount()),
        at);
  }

  static Transfer stepRefund(
      UUID refundId, StepId stepId, Demand demand, Money amount, Instant at) {
    return new Transfer(
        refundId,
        new Reason.StepRefund(stepId),
        givingBack(payer(demand, Till.LEDGER), amount),
        at);
  }

  /** The transfer that makes a fact true; empty where the fact moves no money. */
  static Optional<Transfer> behind(PaymentFact fact, Instant at) {
    return switch (fact) {
      case PaymentFact.Charged charged -> Optional.of(charge(charged, at));
      case PaymentFact.Declined declined -> Optional.empty();
      case PaymentFact.Refunded refunded -> Optional.of(refund(refunded, at));
    };
  }

  private static Transfer charge(PaymentFact.Charged fact, Instant at) {
    return new Transfer(
        fact.paymentId(),
        new Reason.Charge(fact.orderId()),
        paying(payer(fact.demand(), fact.till()), fact.demand().amount()),
        at);
  }

  private static Transfer refund(PaymentFact.Refunded fact, Instant at) {
    return new Transfer(
        fact.refundId(),
        new Reason.Refund(fact.orderId()),
        givingBack(payer(fact.demand(), fact.till()), fact.demand().amount()),
        at);
  }

  private static List<Entry> paying(LedgerAccount payer, Money amount) {
    return List.of(Entry.debit(payer, amount), Entry.credit(House.SALES, amount));
  }

  private static List<Entry> givingBack(LedgerAccount payer, Money amount) {
    return List.of(Entry.debit(House.SALES, amount), Entry.credit(payer, amount));
  }

  /** What a customer pays at the provider is the provider's debt to the house. */
  private static LedgerAccount payer(Demand demand, Till till) {
    return switch (till) {
      case LEDGER -> new Customer(new AccountId(demand.customerId()));
      case PROVIDER -> House.PROVIDER;
    };
  }
}
