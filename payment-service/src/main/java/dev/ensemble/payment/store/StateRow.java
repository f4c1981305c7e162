package dev.ensemble.payment.store;

import dev.ensemble.payment.domain.DeclineReason;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.PaymentState;
import dev.ensemble.payment.domain.ProviderPayer;
import dev.ensemble.payment.domain.RefundReason;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** A payment's state as columns. */
record StateRow(
    String status,
    @Nullable String reason,
    @Nullable UUID refundId,
    @Nullable Instant dueAt,
    AtProvider atProvider) {

  /** What concerns the provider alone; what is null here stays in the row as it was. */
  record AtProvider(
      boolean isToBeAsked,
      @Nullable UUID chargeEvent,
      @Nullable ProviderPayer payer,
      @Nullable String reference,
      @Nullable Withdrawn withdrawn) {
    static final AtProvider NOTHING = new AtProvider(false, null, null, null, null);
  }

  private StateRow(
      String status, @Nullable String reason, @Nullable UUID refundId, @Nullable Instant dueAt) {
    this(status, reason, refundId, dueAt, AtProvider.NOTHING);
  }

  static StateRow of(PaymentState state) {
    return switch (state) {
      case PaymentState.Awaited it -> throw new IllegalArgumentException("nothing to store yet");
      case PaymentState.Pending it -> new StateRow("PENDING", null, null, it.dueAt());
      case PaymentState.Charging it ->
          new StateRow(
              "CHARGING",
              null,
              null,
              null,
              new AtProvider(true, it.eventId(), it.payer(), it.reference(), it.withdrawn()));
      case PaymentState.Charged it -> new StateRow("CHARGED", null, null, null);
      case PaymentState.Refunding it ->
          new StateRow(
              "REFUNDING",
              null,
              it.refundId(),
              null,
              new AtProvider(true, null, null, it.reference(), it.withdrawn()));
      case PaymentState.Declined it -> new StateRow("DECLINED", it.reason().name(), null, null);
      case PaymentState.Refunded it ->
          new StateRow("REFUNDED", it.reason().name(), it.refundId(), null);
      case PaymentState.Voided it -> new StateRow("VOIDED", it.reason().name(), null, null);
    };
  }

  /** The columns that change; {@code changed_at} is when the provider may be asked. */
  StatementSpec bindTo(StatementSpec statement) {
    Withdrawn withdrawn = atProvider.withdrawn();
    return statement
        .param("status", status)
        .param("reason", reason)
        .param("refund_id", refundId)
        .param("due_at", Columns.timestamp(dueAt))
        .param("is_to_be_asked", atProvider.isToBeAsked())
        .param("provider_ref", atProvider.reference())
        .param("withdrawn", withdrawn == null ? null : withdrawn.why().name())
        .param("withdrawal_event", withdrawn == null ? null : withdrawn.eventId());
  }

  /** The columns that are written once. */
  StatementSpec bindFirstTo(StatementSpec statement) {
    ProviderPayer payer = atProvider.payer();
    return bindTo(statement)
        .param("charge_event", atProvider.chargeEvent())
        .param("provider_customer", payer == null ? null : payer.customer())
        .param("provider_method", payer == null ? null : payer.paymentMethod());
  }

  static PaymentState read(ResultSet row) throws SQLException {
    String status = Columns.text(row, "status");
    return switch (status) {
      case "PENDING" -> new PaymentState.Pending(demand(row), Columns.instant(row, "due_at"));
      case "CHARGING" ->
          new PaymentState.Charging(
              demand(row),
              Columns.uuid(row, "charge_event"),
              Columns.payer(row),
              row.getString("provider_ref"),
              row.getString("withdrawn") == null ? null : withdrawn(row));
      case "CHARGED" -> new PaymentState.Charged(demand(row), row.getString("provider_ref"));
      case "REFUNDING" ->
          new PaymentState.Refunding(
              demand(row),
              Columns.text(row, "provider_ref"),
              Columns.uuid(row, "refund_id"),
              withdrawn(row));
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

  private static Withdrawn withdrawn(ResultSet row) throws SQLException {
    return new Withdrawn(
        Withdrawal.valueOf(Columns.text(row, "withdrawn")), Columns.uuid(row, "withdrawal_event"));
  }
}
