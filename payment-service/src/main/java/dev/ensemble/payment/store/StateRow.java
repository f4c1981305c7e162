package dev.ensemble.payment.store;

import dev.ensemble.payment.domain.DeclineReason;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.PaymentState;
import dev.ensemble.payment.domain.RefundReason;
import dev.ensemble.payment.domain.Withdrawal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** A payment's state as columns. */
record StateRow(
    String status, @Nullable String reason, @Nullable UUID refundId, @Nullable Instant dueAt) {

  static StateRow of(PaymentState state) {
    return switch (state) {
      case PaymentState.Awaited it -> throw new IllegalArgumentException("nothing to store yet");
      case PaymentState.Pending it -> new StateRow("PENDING", null, null, it.dueAt());
      case PaymentState.Charged it -> new StateRow("CHARGED", null, null, null);
      case PaymentState.Declined it -> new StateRow("DECLINED", it.reason().name(), null, null);
      case PaymentState.Refunded it ->
          new StateRow("REFUNDED", it.reason().name(), it.refundId(), null);
      case PaymentState.Voided it -> new StateRow("VOIDED", it.reason().name(), null, null);
    };
  }

  StatementSpec bindTo(StatementSpec statement) {
    return statement
        .param("status", status)
        .param("reason", reason)
        .param("refund_id", refundId)
        .param("due_at", Columns.timestamp(dueAt));
  }

  static PaymentState read(ResultSet row) throws SQLException {
    String status = Columns.text(row, "status");
    return switch (status) {
      case "PENDING" -> new PaymentState.Pending(demand(row), Columns.instant(row, "due_at"));
      case "CHARGED" -> new PaymentState.Charged(demand(row));
      case "DECLINED" ->
          new PaymentState.Declined(
              demand(row), DeclineReason.valueOf(Columns.text(row, "reason")));
      case "REFUNDED" ->
          new PaymentState.Refunded(
              demand(row),
              Columns.uuid(row, "refund_id"),
              RefundReason.valueOf(Columns.text(row, "reason")));
      case "VOIDED" ->
          new PaymentState.Voided(
              row.getString("customer_id") == null ? null : demand(row),
              Withdrawal.valueOf(Columns.text(row, "reason")));
      default -> throw new IllegalStateException("no status of a payment: " + status);
    };
  }

  private static Demand demand(ResultSet row) throws SQLException {
    return new Demand(Columns.text(row, "customer_id"), new Money(row.getLong("amount_cents")));
  }
}
