package dev.ensemble.payment.store;

import dev.ensemble.payment.application.Accounts;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.ProviderPayer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers' accounts in PostgreSQL. */
@Repository
class AccountsTable implements Accounts {

  private static final String SELECT =
      """
      SELECT account_id, balance_cents, charge_delay_ms, provider_customer, provider_method
      FROM payments.accounts
      """;

  private static final String LOOK = SELECT + " WHERE account_id = :account_id";

  // Whether an account covers a charge holds only as long as nobody else can spend from it.
  private static final String FIND = LOOK + " FOR UPDATE";

  // PostgreSQL locks above the sort, so the rows are locked in the order of their names.
  private static final String LOCK =
      """
      SELECT account_id FROM payments.accounts
      WHERE account_id = ANY (:account_ids) ORDER BY account_id FOR UPDATE
      """;

  private static final String INSERT =
      """
      INSERT INTO payments.accounts (account_id, balance_cents, charge_delay_ms, opened_at,
        provider_customer, provider_method)
      VALUES (:account_id, 0, :charge_delay_ms, :opened_at, :provider_customer, :provider_method)
      ON CONFLICT (account_id) DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE payments.accounts SET charge_delay_ms = :charge_delay_ms,
        provider_customer = :provider_customer, provider_method = :provider_method
      WHERE account_id = :account_id
      """;

  private final JdbcClient jdbc;

  AccountsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return one(FIND, id);
  }

  @Override
  public Optional<Account> look(AccountId id) {
    return one(LOOK, id);
  }

  private Optional<Account> one(String sql, AccountId id) {
    return jdbc.sql(sql).param("account_id", id.value()).query(AccountsTable::account).optional();
  }

  @Override
  public void lock(Collection<AccountId> ids) {
    jdbc.sql(LOCK)
        .param("account_ids", Columns.texts(ids.stream().map(AccountId::value).toList()))
        .query(String.class)
        .list();
  }

  @Override
  public boolean open(
      AccountId id, Duration chargeDelay, @Nullable ProviderPayer payer, Instant now) {
    boolean isNew = insert(id, chargeDelay, payer, now);
    if (!isNew) {
      bound(UPDATE, id, chargeDelay, payer).update();
    }
    return isNew;
  }

  @Override
  public boolean openUnlessThere(AccountId id, Instant now) {
    return insert(id, Duration.ZERO, null, now);
  }

  private boolean insert(
      AccountId id, Duration chargeDelay, @Nullable ProviderPayer payer, Instant now) {
    return bound(INSERT, id, chargeDelay, payer).param("opened_at", Columns.timestamp(now)).update()
        == 1;
  }

  private JdbcClient.StatementSpec bound(
      String sql, AccountId id, Duration chargeDelay, @Nullable ProviderPayer payer) {
    return jdbc.sql(sql)
        .param("account_id", id.value())
        .param("charge_delay_ms", chargeDelay.toMillis())
        .param("provider_customer", payer == null ? null : payer.customer())
        .param("provider_method", payer == null ? null : payer.paymentMethod());
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        new AccountId(Columns.text(row, "account_id")),
        new Money(row.getLong("balance_cents")),
        Duration.ofMillis(row.getLong("charge_delay_ms")),
        row.getString("provider_customer") == null ? null : Columns.payer(row));
  }
}
