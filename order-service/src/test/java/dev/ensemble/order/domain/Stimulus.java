package dev.ensemble.order.domain;

import dev.ensemble.order.domain.OrderFact.CancellationRefused;
import dev.ensemble.order.domain.OrderFact.PaymentCharged;
import dev.ensemble.order.domain.OrderFact.PaymentDeclined;
import dev.ensemble.order.domain.OrderFact.PaymentRefunded;
import dev.ensemble.order.domain.OrderFact.ShipmentCancelled;
import dev.ensemble.order.domain.OrderFact.ShipmentCreated;
import dev.ensemble.order.domain.OrderFact.ShipmentDispatched;
import dev.ensemble.order.domain.OrderFact.ShipmentFailed;
import dev.ensemble.order.domain.OrderFact.StockRejected;
import dev.ensemble.order.domain.OrderFact.StockReleased;
import dev.ensemble.order.domain.OrderFact.StockReserved;
import java.util.List;

/** Everything that can happen to an order: each fact with each of its reasons, and each wish. */
sealed interface Stimulus {

  record Told(OrderFact fact) implements Stimulus {}

  record Asked(Asker by) implements Stimulus {}

  static Stimulus told(OrderFact fact) {
    return new Told(fact);
  }

  default Outcome meets(Order order) {
    return switch (this) {
      case Told told -> order.apply(told.fact(), OrderFixture.LATER);
      case Asked asked -> order.requestCancellation(asked.by(), OrderFixture.LATER);
    };
  }

  static List<Stimulus> all() {
    return List.of(
        told(new StockReserved()),
        told(new StockRejected()),
        told(new StockReleased(EndReason.PAYMENT_DECLINED)),
        told(new StockReleased(EndReason.CUSTOMER)),
        told(new StockReleased(EndReason.DEADLINE)),
        told(new PaymentCharged()),
        told(new PaymentDeclined()),
        told(new PaymentRefunded(EndReason.SHIPMENT_FAILED)),
        told(new PaymentRefunded(EndReason.CUSTOMER)),
        told(new PaymentRefunded(EndReason.DEADLINE)),
        told(new ShipmentCreated()),
        told(new ShipmentFailed()),
        told(new ShipmentCancelled()),
        told(new ShipmentDispatched()),
        told(new CancellationRefused()),
        new Asked(Asker.CUSTOMER),
        new Asked(Asker.DEADLINE));
  }

  static Order anOrderThatKnows(Knowledge knowledge) {
    Order placed = OrderFixture.aPlacedOrder();
    return new Order(placed.id(), placed.purchase(), knowledge, 5);
  }
}
