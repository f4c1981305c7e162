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

  /** The transfer that makes a fact true; empty where the fact moves no money. */
  static Optional<Transfer> behind(PaymentFact fact, Instant at) {
    return switch (fact) {
      case PaymentFact.Charged charged -> Optional.of(charge(charged, at));
      case PaymentFact.Declined declined -> Optional.empty();
      case PaymentFact.Refunded refunded -> Optional.of(refund(refunded, at));
    };
  }

  private static Transfer charge(PaymentFact.Charged fact, Instant at) {
    Money amount = fact.demand().amount();
    return new Transfer(
        fact.paymentId(),
        new Reason.Charge(fact.orderId()),
        List.of(Entry.debit(payer(fact.demand()), amount), Entry.credit(House.SALES, amount)),
        at);
  }

  private static Transfer refund(PaymentFact.Refunded fact, Instant at) {
    Money amount = fact.demand().amount();
    return new Transfer(
        fact.refundId(),
        new Reason.Refund(fact.orderId()),
        List.of(Entry.debit(House.SALES, amount), Entry.credit(payer(fact.demand()), amount)),
        at);
  }

  private static Customer payer(Demand demand) {
    return new Customer(new AccountId(demand.customerId()));
  }
}
