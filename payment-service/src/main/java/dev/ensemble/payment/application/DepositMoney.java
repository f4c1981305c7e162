package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Transfer;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts money into a customer's account. */
@Service
public class DepositMoney {

  /** The most that one deposit may be. */
  public static final Money AMOUNT_MAX = Money.of("1000000.00");

  /**
   * What to do.
   *
   * @param depositId made by the caller before the call, so that a repeated call can bear it again
   */
  public record Command(UUID depositId, AccountId accountId, Money amount) {
    public Command {
      requireAmount(amount);
    }

    /**
     * Checks an amount alone, before there is a command.
     *
     * @throws IllegalArgumentException where no deposit may be so small or so large
     */
    public static void requireAmount(Money amount) {
      if (amount.equals(Money.ZERO) || amount.isMoreThan(AMOUNT_MAX)) {
        throw new IllegalArgumentException("a deposit is between 0.01 and " + AMOUNT_MAX);
      }
    }
  }

  /** What became of it. */
  public sealed interface Answer {
    record Deposited(Money balance) implements Answer {}

    record UnknownAccount() implements Answer {}

    /** With this deposit the account would hold more than {@link Money#MAX}. */
    record BalanceTooLarge() implements Answer {}
  }

  private final Accounts accounts;
  private final Ledger ledger;
  private final Books books;

  DepositMoney(Accounts accounts, Ledger ledger, Books books) {
    this.accounts = accounts;
    this.ledger = ledger;
    this.books = books;
  }

  @Transactional
  public Answer deposit(Command command) {
    Optional<Account> account = accounts.find(command.accountId());
    if (account.isEmpty()) {
      return new Answer.UnknownAccount();
    }
    Money balance = account.get().balance().plus(command.amount());
    if (balance.isMoreThan(Money.MAX)) {
      return new Answer.BalanceTooLarge();
    }
    ledger.post(
        Transfer.deposit(command.depositId(), command.accountId(), command.amount(), books.now()));
    return new Answer.Deposited(balance);
  }
}
