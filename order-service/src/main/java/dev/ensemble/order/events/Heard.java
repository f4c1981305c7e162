package dev.ensemble.order.events;

import dev.ensemble.order.domain.EndReason;
import dev.ensemble.order.domain.OrderFact;
import dev.ensemble.order.domain.OrderId;
import java.util.UUID;

/** What is read of the facts of others: the order, and the reason where it matters. */
sealed interface Heard {

  UUID orderId();

  OrderFact fact();

  default OrderId order() {
    return new OrderId(orderId());
  }

  record StockReserved(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.StockReserved();
    }
  }

  record StockRejected(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.StockRejected();
    }
  }

  record StockReleased(UUID orderId, EndReason reason) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.StockReleased(reason);
    }
  }

  record PaymentCharged(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.PaymentCharged();
    }
  }

  record PaymentDeclined(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.PaymentDeclined();
    }
  }

  record PaymentRefunded(UUID orderId, EndReason reason) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.PaymentRefunded(reason);
    }
  }

  record ShipmentCreated(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.ShipmentCreated();
    }
  }

  record ShipmentFailed(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.ShipmentFailed();
    }
  }

  record ShipmentCancelled(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.ShipmentCancelled();
    }
  }

  record ShipmentDispatched(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.ShipmentDispatched();
    }
  }

  record CancellationRefused(UUID orderId) implements Heard {
    @Override
    public OrderFact fact() {
      return new OrderFact.CancellationRefused();
    }
  }
}
