package dev.ensemble.inventory.events;

import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.ReservationFact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What this service tells, in the shapes of its contracts. */
sealed interface Told {

  /** The wire type, {@code noun.verb.vN}. */
  String type();

  static Told of(ReservationFact fact) {
    UUID orderId = fact.orderId().value();
    return switch (fact) {
      case ReservationFact.StockReserved it ->
          new StockReserved(
              orderId,
              it.customerId(),
              it.total().toEuros(),
              it.lines().stream().map(ReservedLine::of).toList());
      case ReservationFact.StockRejected it ->
          new StockRejected(orderId, it.reason().name(), it.sku().value());
      case ReservationFact.StockReleased it -> new StockReleased(orderId, it.reason().name());
      case ReservationFact.ShipmentCreated it ->
          new ShipmentCreated(orderId, it.shipment().value());
      case ReservationFact.ShipmentDispatched it ->
          new ShipmentDispatched(orderId, it.shipment().value(), it.dispatchedAt());
      case ReservationFact.ShipmentFailed it ->
          new ShipmentFailed(orderId, it.shipment().value(), "NOT_SHIPPABLE", it.sku().value());
      case ReservationFact.ShipmentCancelled it ->
          new ShipmentCancelled(orderId, it.shipment().value(), it.reason().name());
      case ReservationFact.CancellationRefused it ->
          new CancellationRefused(orderId, "ALREADY_DISPATCHED");
    };
  }

  record ReservedLine(String sku, int quantity) {
    static ReservedLine of(Line line) {
      return new ReservedLine(line.sku().value(), line.quantity());
    }
  }

  record StockReserved(UUID orderId, String customerId, BigDecimal total, List<ReservedLine> lines)
      implements Told {
    @Override
    public String type() {
      return "stock.reserved.v1";
    }
  }

  record StockRejected(UUID orderId, String reason, String sku) implements Told {
    @Override
    public String type() {
      return "stock.rejected.v1";
    }
  }

  record StockReleased(UUID orderId, String reason) implements Told {
    @Override
    public String type() {
      return "stock.released.v1";
    }
  }

  record ShipmentCreated(UUID orderId, UUID shipmentId) implements Told {
    @Override
    public String type() {
      return "shipment.created.v1";
    }
  }

  record ShipmentDispatched(UUID orderId, UUID shipmentId, Instant dispatchedAt) implements Told {
    @Override
    public String type() {
      return "shipment.dispatched.v1";
    }
  }

  record ShipmentFailed(UUID orderId, UUID shipmentId, String reason, String sku) implements Told {
    @Override
    public String type() {
      return "shipment.failed.v1";
    }
  }

  record ShipmentCancelled(UUID orderId, UUID shipmentId, String reason) implements Told {
    @Override
    public String type() {
      return "shipment.cancelled.v1";
    }
  }

  record CancellationRefused(UUID orderId, String reason) implements Told {
    @Override
    public String type() {
      return "cancellation.refused.v1";
    }
  }
}
