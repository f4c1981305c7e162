package dev.ensemble.payment.store;

import dev.ensemble.payment.application.Ledger;
import dev.ensemble.payment.application.StatementLine;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Entry;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.Transfer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ledger in PostgreSQL. */
@Repository
class LedgerTables implements Ledger {

  // One statement, so that entries and balances cannot part. A customer's balance is what the house
  // owes, so it grows by credits, which are below zero.
  private static final String POST =
      """
      WITH side AS (
        SELECT ledger_account, amount_cents,
          CASE WHEN starts_with(ledger_account, 'customer:')
            THEN substr(ledger_account, 10) END AS account_id
        FROM unnest(:ledger_accounts, :amounts) AS side (ledger_account, amount_cents)
      ), transfer AS (
        INSERT INTO payments.transfers (transfer_id, kind, order_id, saga_id, step, posted_at)
        VALUES (:transfer_id, :kind, :order_id, :saga_id, :step, :posted_at)
      ), balance AS (
        UPDATE payments.accounts account
        SET balance_cents = account.balance_cents - side.amount_cents
        FROM side WHERE account.account_id = side.account_id
      )
      INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
      SELECT :transfer_id, ledger_account, amount_cents FROM side
      """;

  private static final String STATEMENT =
      """
      SELECT entry.entry_number, transfer.transfer_id, transfer.kind, transfer.order_id,
        -entry.amount_cents AS signed_cents, transfer.posted_at
      FROM payments.entries entry JOIN payments.transfers transfer USING (transfer_id)
      WHERE entry.account_id = :account_id AND entry.entry_number < :older_than
      ORDER BY entry.entry_number DESC LIMIT :count_max
      """;

  private final JdbcClient jdbc;

  LedgerTables(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void post(Transfer transfer) {
    List<Entry> entries = transfer.entries();
    Optional<StepId> stepId = stepId(transfer.reason());
    jdbc.sql(POST)
        .param("transfer_id", transfer.id())
        .param("kind", kind(transfer.reason()))
        .param("order_id", orderId(transfer.reason()))
        .param("saga_id", stepId.map(StepId::sagaId).orElse(null))
        .param("step", stepId.map(StepId::step).orElse(null))
        .param("posted_at", Columns.timestamp(transfer.postedAt()))
        .param(
            "ledger_accounts",
            Columns.texts(entries.stream().map(entry -> entry.account().title()).toList()))
        .param("amounts", Columns.numbers(entries.stream().map(Entry::signedCents).toList()))
        .update();
  }

  @Override
  public List<StatementLine> statement(AccountId id, long olderThan, int countMax) {
    return jdbc.sql(STATEMENT)
        .param("account_id", id.value())
        .param("older_than", olderThan)
        .param("count_max", countMax)
        .query(LedgerTables::line)
        .list();
  }

  private static String kind(Transfer.Reason reason) {
    return switch (reason) {
      case Transfer.Reason.Deposit deposit -> "DEPOSIT";
      case Transfer.Reason.Charge charge -> "CHARGE";
      case Transfer.Reason.Refund refund -> "REFUND";
      case Transfer.Reason.StepCharge charge -> "STEP_CHARGE";
      case Transfer.Reason.StepRefund refund -> "STEP_REFUND";
    };
  }

  private static @Nullable UUID orderId(Transfer.Reason reason) {
    return switch (reason) {
      case Transfer.Reason.Deposit deposit -> null;
      case Transfer.Reason.Charge charge -> charge.orderId();
      case Transfer.Reason.Refund refund -> refund.orderId();
      case Transfer.Reason.StepCharge charge -> null;
      case Transfer.Reason.StepRefund refund -> null;
    };
  }

  private static Optional<StepId> stepId(Transfer.Reason reason) {
    return switch (reason) {
      case Transfer.Reason.StepCharge charge -> Optional.of(charge.stepId());
      case Transfer.Reason.StepRefund refund -> Optional.of(refund.stepId());
      case Transfer.Reason.Deposit deposit -> Optional.empty();
      case Transfer.Reason.Charge charge -> Optional.empty();
      case Transfer.Reason.Refund refund -> Optional.empty();
    };
  }

  private static StatementLine line(ResultSet row, int number) throws SQLException {
    return new StatementLine(
        row.getLong("entry_number"),
        Columns.uuid(row, "transfer_id"),
        Columns.text(row, "kind"),
        row.getObject("order_id", UUID.class),
        row.getLong("signed_cents"),
        Columns.instant(row, "posted_at"));
  }
}
