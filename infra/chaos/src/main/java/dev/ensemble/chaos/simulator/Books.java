package dev.ensemble.chaos.simulator;

import dev.ensemble.payment.application.Accounts;
import dev.ensemble.payment.application.Ledger;
import dev.ensemble.payment.application.StatementLine;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Entry;
import dev.ensemble.payment.domain.LedgerAccount;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.ProviderPayer;
import dev.ensemble.payment.domain.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts and ledger in memory, with the rules that the tables have as constraints. */
final class Books implements Accounts, Ledger {
  private static final String PAYMENT_METHOD = "pm_card";

  private final Database database;

  Books(Database database, Scenario scenario) {
    this.database = database;
    database.transact(
        scenario.name(),
        Crash.NONE,
        () -> {
          for (Scenario.Purse purse : scenario.purses()) {
            open(purse);
          }
        });
  }

  private void open(Scenario.Purse purse) {
    AccountId id = new AccountId(purse.customer());
    ProviderPayer payer = new ProviderPayer("cus_" + purse.customer(), PAYMENT_METHOD);
    Duration delay = purse.isSlow() ? Moment.CHARGE_DELAY : Duration.ZERO;
    database.put(id, new Account(id, Money.ZERO, delay, payer));
    UUID deposit =
        UUID.nameUUIDFromBytes(purse.customer().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    post(Transfer.deposit(deposit, id, new Money(purse.cents()), Moment.NOW.instant()));
  }

  /** What stands on the house's side of an account, debits above zero. */
  long signedCents(LedgerAccount account) {
    return switch (account) {
      case LedgerAccount.Customer customer -> -find(customer.id()).orElseThrow().balance().cents();
      case LedgerAccount.House house -> database.find(house) instanceof Long cents ? cents : 0L;
    };
  }

  boolean isCharged(int order) {
    return database.find(Slot.CHARGED, order) != null;
  }

  boolean isRefunded(int order) {
    return database.find(Slot.REFUNDED, order) != null;
  }

  @Override
  public void post(Transfer transfer) {
    switch (transfer.reason()) {
      case Transfer.Reason.Deposit deposit -> {}
      case Transfer.Reason.Charge charge -> postOnce(Slot.CHARGED, charge.orderId(), transfer);
      case Transfer.Reason.Refund refund -> postOnce(Slot.REFUNDED, refund.orderId(), transfer);
      case Transfer.Reason.StepCharge step -> throw notOurs(transfer);
      case Transfer.Reason.StepRefund step -> throw notOurs(transfer);
    }
    transfer.entries().forEach(this::post);
  }

  private void postOnce(Slot slot, UUID orderId, Transfer transfer) {
    int order = Naming.order(orderId);
    if (database.find(slot, order) != null) {
      throw new Violation(Invariant.MONEY, "posted a second time: " + transfer.reason());
    }
    database.put(slot, order, transfer.id());
  }

  private static IllegalStateException notOurs(Transfer transfer) {
    return new IllegalStateException("no order's doing: " + transfer);
  }

  private void post(Entry entry) {
    long cents = entry.signedCents();
    switch (entry.account()) {
      case LedgerAccount.House house -> database.put(house, signedCents(house) + cents);
      case LedgerAccount.Customer customer -> {
        Account account = find(customer.id()).orElseThrow();
        long balance = account.balance().cents() - cents;
        if (balance < 0) {
          throw new Violation(Invariant.MONEY, customer.title() + " falls to " + balance);
        }
        database.put(
            account.id(),
            new Account(account.id(), new Money(balance), account.chargeDelay(), account.payer()));
      }
    }
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return Optional.ofNullable((Account) database.find(id));
  }

  @Override
  public Optional<Account> look(AccountId id) {
    return find(id);
  }

  @Override
  public void lock(Collection<AccountId> ids) {
    // One transaction at a time: there is nobody to wait for.
  }

  @Override
  public boolean open(
      AccountId id, Duration chargeDelay, @Nullable ProviderPayer payer, Instant now) {
    throw new UnsupportedOperationException("no step opens an account");
  }

  @Override
  public boolean openUnlessThere(AccountId id, Instant now) {
    throw new UnsupportedOperationException("no step opens an account");
  }

  @Override
  public List<StatementLine> statement(AccountId id, long olderThan, int countMax) {
    throw new UnsupportedOperationException("no step reads a statement");
  }
}
