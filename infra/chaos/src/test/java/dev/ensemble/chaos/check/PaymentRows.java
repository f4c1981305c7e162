package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Rows.Event;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What payment-service writes where the ledger charges. */
final class PaymentRows {
  private final Rows rows;

  PaymentRows(Rows rows) {
    this.rows = rows;
  }

  /** An account with what was paid into it; a slow bank's charges wait. */
  void open(String account, long cents, long delayMillis) throws SQLException {
    rows.run("INSERT INTO payments.accounts VALUES (?, ?, ?, now())", account, cents, delayMillis);
    if (cents > 0) {
      transfer(Rows.newId(), "DEPOSIT", null, "house:bank", account, -cents);
    }
    rows.commit();
  }

  private void transfer(
      UUID id, String kind, @Nullable UUID order, String house, String account, long cents)
      throws SQLException {
    rows.run(
        """
        INSERT INTO payments.transfers (transfer_id, kind, order_id, posted_at)
        VALUES (?, ?, ?, now())
        """,
        id,
        kind,
        order);
    rows.run(
        """
        INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
        VALUES (?, ?, ?), (?, ?, ?)
        """,
        id,
        "customer:" + account,
        cents,
        id,
        house,
        -cents);
  }

  Event charge(UUID order, Event cause, String account, long cents) throws SQLException {
    rows.remember(cause);
    UUID payment = Rows.newId();
    insert(order, payment, "CHARGED", account, cents);
    move(order, payment, "CHARGE", account, cents);
    Event charged = rows.tell(order, "payment.charged.v1", 1, cause);
    rows.commit();
    return charged;
  }

  private void insert(UUID order, UUID payment, String status, String account, long cents)
      throws SQLException {
    boolean isDeclined = status.equals("DECLINED");
    rows.run(
        """
        INSERT INTO payments.payments (order_id, payment_id, version, status, customer_id,
          amount_cents, reason, due_at, changed_at)
        VALUES (?, ?, 1, ?, ?, ?, ?, CASE ? WHEN 'PENDING' THEN now() END, now())
        """,
        order,
        payment,
        status,
        account,
        cents,
        isDeclined ? "INSUFFICIENT_FUNDS" : null,
        status);
  }

  private void move(UUID order, UUID id, String kind, String account, long cents)
      throws SQLException {
    rows.run(
        "UPDATE payments.accounts SET balance_cents = balance_cents - ? WHERE account_id = ?",
        cents,
        account);
    transfer(id, kind, order, "house:sales", account, cents);
  }

  Event decline(UUID order, Event cause, String account, long cents) throws SQLException {
    rows.remember(cause);
    insert(order, Rows.newId(), "DECLINED", account, cents);
    Event declined = rows.tell(order, "payment.declined.v1", 1, cause);
    rows.commit();
    return declined;
  }

  /** A slow bank is asked, and nothing is told of it. */
  void await(UUID order, Event cause, String account, long cents) throws SQLException {
    rows.remember(cause);
    insert(order, Rows.newId(), "PENDING", account, cents);
    rows.commit();
  }

  /** The goods were withdrawn before the charge. */
  void forestall(UUID order, Event cause) throws SQLException {
    rows.remember(cause);
    rows.run(
        """
        UPDATE payments.payments SET version = version + 1, status = 'VOIDED', reason = 'CUSTOMER',
          due_at = NULL WHERE order_id = ?
        """,
        order);
    rows.commit();
  }

  void hearInVain(Event cause) throws SQLException {
    rows.remember(cause);
    rows.commit();
  }

  Event refund(UUID order, Event cause, String account, long cents) throws SQLException {
    rows.remember(cause);
    UUID refund = Rows.newId();
    rows.run(
        """
        UPDATE payments.payments SET version = version + 1, status = 'REFUNDED',
          reason = 'SHIPMENT_FAILED', refund_id = ? WHERE order_id = ?
        """,
        refund,
        order);
    move(order, refund, "REFUND", account, -cents);
    Event refunded = rows.tell(order, "payment.refunded.v1", 2, cause);
    rows.commit();
    return refunded;
  }
}
