package dev.ensemble.payment.store;

import dev.ensemble.payment.domain.Payment;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How a row of payments is read. */
final class PaymentRow {
  static final String COLUMNS =
      """
      order_id, payment_id, version, status, customer_id, amount_cents, reason, refund_id, due_at,
        changed_at, charge_event, provider_customer, provider_method, provider_ref, withdrawn,
        withdrawal_event
      """;

  private PaymentRow() {}

  static Payment read(ResultSet row, int number) throws SQLException {
    return new Payment(
        Columns.uuid(row, "order_id"),
        Columns.uuid(row, "payment_id"),
        row.getLong("version"),
        StateRow.read(row),
        Columns.instant(row, "changed_at"));
  }
}
