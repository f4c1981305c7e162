package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.ProviderPayer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Opens a customer's account, or sets how long its bank takes and who pays at the provider. */
@Service
public class OpenAccount {

  /** The account as it is now, and whether it was opened by this. */
  public record Opened(Account account, boolean isNew) {}

  private final Accounts accounts;
  private final Books books;

  OpenAccount(Accounts accounts, Books books) {
    this.accounts = accounts;
    this.books = books;
  }

  /**
   * Opens the account, or sets what it is to be.
   *
   * @param payer who pays at the payment provider; null: nobody
   */
  @Transactional
  public Opened open(AccountId id, Duration chargeDelay, @Nullable ProviderPayer payer) {
    boolean isNew = accounts.open(id, chargeDelay, payer, books.now());
    return new Opened(accounts.look(id).orElseThrow(), isNew);
  }
}
