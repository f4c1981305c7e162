package dev.ensemble.inventory.http;

import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order's shipment: SHIPPING until {@code dueAt}, then DISPATCHED; or SHIPMENT_FAILED because of
 * {@code sku}, or SHIPMENT_CANCELLED for the {@code reason}.
 */
record ShipmentView(
    UUID orderId,
    UUID shipmentId,
    String status,
    @Nullable Instant dueAt,
    @Nullable Instant dispatchedAt,
    @Nullable String reason,
    @Nullable String sku,
    List<LineView> lines,
    long version) {

  record LineView(String sku, int quantity) {
    static LineView of(Line line) {
      return new LineView(line.sku().value(), line.quantity());
    }
  }

  /** Empty where the order has no shipment. */
  static Optional<ShipmentView> of(Reservation reservation) {
    return switch (reservation.state()) {
      case State.Unknown none -> Optional.empty();
      case State.Reserved reserved -> Optional.empty();
      case State.Rejected rejected -> Optional.empty();
      case State.Released released -> Optional.empty();
      case State.Shipping it ->
          view(reservation, it.shipment().value(), "SHIPPING", new Details(it.dueAt()));
      case State.Dispatched it ->
          view(
              reservation,
              it.shipment().value(),
              "DISPATCHED",
              new Details(null, it.dispatchedAt(), null, null));
      case State.ShipmentFailed it ->
          view(
              reservation,
              it.shipment().value(),
              "SHIPMENT_FAILED",
              new Details(null, null, "NOT_SHIPPABLE", it.sku().value()));
      case State.ShipmentCancelled it ->
          view(
              reservation,
              it.shipment().value(),
              "SHIPMENT_CANCELLED",
              new Details(null, null, it.reason().name(), null));
    };
  }

  private record Details(
      @Nullable Instant dueAt,
      @Nullable Instant dispatchedAt,
      @Nullable String reason,
      @Nullable String sku) {
    Details(Instant dueAt) {
      this(dueAt, null, null, null);
    }
  }

  private static Optional<ShipmentView> view(
      Reservation reservation, UUID shipmentId, String status, Details details) {
    return Optional.of(
        new ShipmentView(
            reservation.orderId().value(),
            shipmentId,
            status,
            details.dueAt(),
            details.dispatchedAt(),
            details.reason(),
            details.sku(),
            reservation.lines().stream().map(LineView::of).toList(),
            reservation.version()));
  }
}
