package dev.ensemble.inventory.domain;

import java.time.Instant;
import java.util.List;

/** What inventory tells the others; one fact at most per transition. */
public sealed interface ReservationFact {

  OrderId orderId();

  /** All lines are held; carries on what payment needs to charge. */
  record StockReserved(OrderId orderId, String customerId, Money total, List<Line> lines)
      implements ReservationFact {}

  /** No line is held, because of this SKU. */
  record StockRejected(OrderId orderId, RejectionReason reason, Sku sku)
      implements ReservationFact {}

  /** What was held is free again, and nothing will be held for this order. */
  record StockReleased(OrderId orderId, ReleaseReason reason) implements ReservationFact {}

  /** A paid order waits for its dispatch. */
  record ShipmentCreated(OrderId orderId, ShipmentId shipment) implements ReservationFact {}

  /** The pivot: the pieces have left, nothing is undone any more. */
  record ShipmentDispatched(OrderId orderId, ShipmentId shipment, Instant dispatchedAt)
      implements ReservationFact {}

  /** This SKU cannot be shipped; what was held is free again. */
  record ShipmentFailed(OrderId orderId, ShipmentId shipment, Sku sku) implements ReservationFact {}

  /** Cancelled before dispatch; what was held is free again. */
  record ShipmentCancelled(OrderId orderId, ShipmentId shipment, CancellationReason reason)
      implements ReservationFact {}

  /** The cancellation found the pieces gone. */
  record CancellationRefused(OrderId orderId) implements ReservationFact {}
}
