package dev.ensemble.inventory.events;

import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Money;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.PlacedOrder;
import dev.ensemble.inventory.domain.Sku;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** What is read of the facts of others, and no more. */
sealed interface Heard {

  UUID orderId();

  default OrderId order() {
    return new OrderId(orderId());
  }

  record OrderPlaced(UUID orderId, String customerId, BigDecimal total, List<PlacedLine> lines)
      implements Heard {

    PlacedOrder placed() {
      return new PlacedOrder(
          order(),
          customerId,
          Money.ofEuros(total),
          lines.stream().map(line -> new Line(new Sku(line.sku()), line.quantity())).toList());
    }
  }

  record PlacedLine(String sku, int quantity) {}

  record CancellationRequested(UUID orderId, CancellationReason reason) implements Heard {}

  record PaymentCharged(UUID orderId) implements Heard {}

  record PaymentDeclined(UUID orderId) implements Heard {}
}
