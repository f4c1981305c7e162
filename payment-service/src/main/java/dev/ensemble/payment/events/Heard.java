package dev.ensemble.payment.events;

import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Withdrawal;
import java.math.BigDecimal;
import java.util.UUID;

/** What is read of the facts of others, and no more. */
sealed interface Heard {

  UUID orderId();

  record StockReserved(UUID orderId, String customerId, BigDecimal total) implements Heard {
    Demand demand() {
      return new Demand(customerId, Money.of(total));
    }
  }

  record StockReleased(UUID orderId, Withdrawal reason) implements Heard {}

  record ShipmentFailed(UUID orderId) implements Heard {}

  record ShipmentCancelled(UUID orderId, Withdrawal reason) implements Heard {}
}
