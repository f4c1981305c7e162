package dev.ensemble.order.events;

import dev.ensemble.order.domain.Line;
import dev.ensemble.order.domain.Purchase;
import dev.ensemble.order.domain.ToldFact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** {@code order.placed.v1} on the wire. */
record OrderPlaced(
    UUID orderId, String customerId, List<PlacedLine> lines, BigDecimal total, Instant placedAt) {

  record PlacedLine(String sku, int quantity, BigDecimal unitPrice) {
    static PlacedLine of(Line line) {
      return new PlacedLine(
          line.sku().value(), line.quantity().pieces(), line.unitPrice().amount().euros());
    }
  }

  static OrderPlaced of(ToldFact.Placed fact) {
    Purchase purchase = fact.purchase();
    return new OrderPlaced(
        fact.orderId().value(),
        purchase.customerId().value(),
        purchase.lines().stream().map(PlacedLine::of).toList(),
        purchase.total().euros(),
        purchase.placedAt());
  }
}
