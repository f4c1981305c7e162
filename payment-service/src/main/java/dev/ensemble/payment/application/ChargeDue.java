package dev.ensemble.payment.application;

import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.Payment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Decides the pending charges whose time has come. */
@Service
public class ChargeDue {
  private final Payments payments;
  private final Accounts accounts;
  private final Books books;
  private final int batchSizeMax;

  ChargeDue(Payments payments, Accounts accounts, Books books, PaymentSettings settings) {
    this.payments = payments;
    this.accounts = accounts;
    this.books = books;
    this.batchSizeMax = settings.chargeDue().batchSizeMax();
  }

  /**
   * One bounded pass in one transaction. It locks as every other path does, payments before
   * accounts and accounts by name, and waits for no payment, so two of them never wait for each
   * other.
   *
   * @return how many payments were decided
   */
  @Transactional
  public int runOnce() {
    Instant now = books.now();
    List<Payment> due = payments.claimDue(now, batchSizeMax);
    accounts.lock(due.stream().flatMap(payment -> payment.accountId().stream()).toList());
    due.forEach(payment -> decide(payment, now));
    return due.size();
  }

  private void decide(Payment payment, Instant now) {
    // Read anew for each payment: the one before it may have spent from the same account.
    Optional<Account> account = payment.accountId().flatMap(accounts::find);
    books.record(payment.orderId(), payment.chargeDue(account.orElse(null), now));
  }
}
