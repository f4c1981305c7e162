package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import java.time.Duration;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Opens a customer's account, or sets how long its bank takes over a charge. */
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

  @Transactional
  public Opened open(AccountId id, Duration chargeDelay) {
    boolean isNew = accounts.open(id, chargeDelay, books.now());
    return new Opened(accounts.look(id).orElseThrow(), isNew);
  }
}
