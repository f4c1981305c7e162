package dev.ensemble.inventory.store;

import static java.util.Objects.requireNonNull;

import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.RejectionReason;
import dev.ensemble.inventory.domain.ReleaseReason;
import dev.ensemble.inventory.domain.ShipmentId;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** A reservation's state as columns; the table's CHECKs say which of them stand together. */
record StateRow(
    Status status,
    @Nullable String reason,
    @Nullable String sku,
    @Nullable UUID shipmentId,
    Times times) {

  enum Status {
    RESERVED,
    REJECTED,
    RELEASED,
    SHIPPING,
    DISPATCHED,
    SHIPMENT_FAILED,
    SHIPMENT_CANCELLED
  }

  record Times(
      @Nullable Instant dueAt, @Nullable Instant dispatchedAt, @Nullable Instant refusedAt) {
    static final Times NONE = new Times(null, null, null);
  }

  static StateRow of(State state) {
    return switch (state) {
      case State.Unknown none ->
          throw new IllegalArgumentException("an order nobody heard of has no row");
      case State.Reserved reserved -> new StateRow(Status.RESERVED, null, null, null, Times.NONE);
      case State.Rejected it ->
          new StateRow(Status.REJECTED, it.reason().name(), it.sku().value(), null, Times.NONE);
      case State.Released it ->
          new StateRow(Status.RELEASED, it.reason().name(), null, null, Times.NONE);
      case State.Shipping it ->
          paid(Status.SHIPPING, it.shipment(), new Times(it.dueAt(), null, null));
      case State.Dispatched it ->
          paid(
              Status.DISPATCHED, it.shipment(), new Times(null, it.dispatchedAt(), it.refusedAt()));
      case State.ShipmentFailed it ->
          new StateRow(
              Status.SHIPMENT_FAILED, null, it.sku().value(), it.shipment().value(), Times.NONE);
      case State.ShipmentCancelled it ->
          new StateRow(
              Status.SHIPMENT_CANCELLED,
              it.reason().name(),
              null,
              it.shipment().value(),
              Times.NONE);
    };
  }

  private static StateRow paid(Status status, ShipmentId shipment, Times times) {
    return new StateRow(status, null, null, shipment.value(), times);
  }

  static StateRow read(ResultSet row) throws SQLException {
    return new StateRow(
        Status.valueOf(row.getString("status")),
        row.getString("reason"),
        row.getString("sku"),
        row.getObject("shipment_id", UUID.class),
        new Times(
            Columns.instant(row, "due_at"),
            Columns.instant(row, "dispatched_at"),
            Columns.instant(row, "refused_at")));
  }

  State state() {
    return switch (status) {
      case RESERVED -> new State.Reserved();
      case REJECTED -> new State.Rejected(RejectionReason.valueOf(because()), decisiveSku());
      case RELEASED -> new State.Released(ReleaseReason.valueOf(because()));
      case SHIPPING -> new State.Shipping(shipment(), requireNonNull(times.dueAt()));
      case DISPATCHED ->
          new State.Dispatched(shipment(), requireNonNull(times.dispatchedAt()), times.refusedAt());
      case SHIPMENT_FAILED -> new State.ShipmentFailed(shipment(), decisiveSku());
      case SHIPMENT_CANCELLED ->
          new State.ShipmentCancelled(shipment(), CancellationReason.valueOf(because()));
    };
  }

  StatementSpec bindTo(StatementSpec statement) {
    return statement
        .param("status", status.name())
        .param("reason", reason)
        .param("sku", sku)
        .param("shipment_id", shipmentId)
        .param("due_at", Columns.timestamp(times.dueAt()))
        .param("dispatched_at", Columns.timestamp(times.dispatchedAt()))
        .param("refused_at", Columns.timestamp(times.refusedAt()));
  }

  private String because() {
    return requireNonNull(reason);
  }

  private Sku decisiveSku() {
    return new Sku(requireNonNull(sku));
  }

  private ShipmentId shipment() {
    return new ShipmentId(requireNonNull(shipmentId));
  }
}
