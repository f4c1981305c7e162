package dev.ensemble.order.domain;

import java.util.Objects;

/** What other services tell about an order. */
public sealed interface OrderFact {

  record StockReserved() implements OrderFact {}

  record StockRejected() implements OrderFact {}

  record StockReleased(EndReason reason) implements OrderFact {
    public StockReleased {
      Objects.requireNonNull(reason, "a reason");
    }
  }

  record PaymentCharged() implements OrderFact {}

  record PaymentDeclined() implements OrderFact {}

  record PaymentRefunded(EndReason reason) implements OrderFact {
    public PaymentRefunded {
      Objects.requireNonNull(reason, "a reason");
    }
  }

  record ShipmentCreated() implements OrderFact {}

  record ShipmentFailed() implements OrderFact {}

  record ShipmentCancelled() implements OrderFact {}

  record ShipmentDispatched() implements OrderFact {}

  record CancellationRefused() implements OrderFact {}

  /** The fact's name in the language that all services share; an order's history speaks it. */
  default String type() {
    return switch (this) {
      case StockReserved fact -> "stock.reserved.v1";
      case StockRejected fact -> "stock.rejected.v1";
      case StockReleased fact -> "stock.released.v1";
      case PaymentCharged fact -> "payment.charged.v1";
      case PaymentDeclined fact -> "payment.declined.v1";
      case PaymentRefunded fact -> "payment.refunded.v1";
      case ShipmentCreated fact -> "shipment.created.v1";
      case ShipmentFailed fact -> "shipment.failed.v1";
      case ShipmentCancelled fact -> "shipment.cancelled.v1";
      case ShipmentDispatched fact -> "shipment.dispatched.v1";
      case CancellationRefused fact -> "cancellation.refused.v1";
    };
  }
}
