package dev.ensemble.payment.store;

import dev.ensemble.payment.application.Accounts;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers' accounts in PostgreSQL. */
@Repository
class AccountsTable implements Accounts {

  private static final String SELECT =
      "SELECT account_id, balance_cents, charge_delay_ms FROM payments.accounts ";

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
      INSERT INTO payments.accounts (account_id, balance_cents, charge_delay_ms, opened_at)
      VALUES (:account_id, 0, :charge_delay_ms, :opened_at)
      ON CONFLICT (account_id) DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE payments.accounts SET charge_delay_ms = :charge_delay_ms
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
  public boolean open(AccountId id, Duration chargeDelay, Instant now) {
    boolean isNew = insert(id, chargeDelay, now);
    if (!isNew) {
      jdbc.sql(UPDATE)
          .param("account_id", id.value())
          .param("charge_delay_ms", chargeDelay.toMillis())
          .update();
    }
    return isNew;
  }

  @Override
  public boolean openUnlessThere(AccountId id, Instant now) {
    return insert(id, Duration.ZERO, now);
  }

  private boolean insert(AccountId id, Duration chargeDelay, Instant now) {
    return jdbc.sql(INSERT)
            .param("account_id", id.value())
            .param("charge_delay_ms", chargeDelay.toMillis())
            .param("opened_at", Columns.timestamp(now))
            .update()
        == 1;
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        new AccountId(Columns.text(row, "account_id")),
        new Money(row.getLong("balance_cents")),
        Duration.ofMillis(row.getLong("charge_delay_ms")));
  }
}
