package dev.ensemble.inventory.events;

import dev.ensemble.inventory.application.BatchLock;
import dev.ensemble.inventory.application.CancelReservation;
import dev.ensemble.inventory.application.ReleaseStock;
import dev.ensemble.inventory.application.ReserveStock;
import dev.ensemble.inventory.application.ShipOrder;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.messaging.Reactions;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that this service listens to, and what follows from it. */
@Configuration(proxyBeanMethods = false)
class InventoryReactions {

  @Bean
  Reactions<Heard> reactions(
      ReserveStock reserveStock,
      ShipOrder shipOrder,
      ReleaseStock releaseStock,
      CancelReservation cancelReservation,
      BatchLock batchLock) {
    return Reactions.<Heard>of("inventory")
        .from("order.events", "payment.events")
        .on(
            "order.placed.v1",
            Heard.OrderPlaced.class,
            heard -> reserveStock.reserve(heard.placed()))
        .on(
            "order.cancellation-requested.v1",
            Heard.CancellationRequested.class,
            heard -> cancelReservation.cancel(heard.order(), heard.reason()))
        .on(
            "payment.charged.v1",
            Heard.PaymentCharged.class,
            heard -> shipOrder.ship(heard.order()))
        .on(
            "payment.declined.v1",
            Heard.PaymentDeclined.class,
            heard -> releaseStock.release(heard.order()))
        // What was paid back was released or never left: nothing is held for it any more.
        .ignoring("payment.refunded.v1")
        .lockingRowsOf(batch -> batchLock.lock(ordersOf(batch), skusPlacedIn(batch)))
        .build();
  }

  private static List<OrderId> ordersOf(List<Heard> batch) {
    return batch.stream().map(Heard::order).toList();
  }

  private static List<Sku> skusPlacedIn(List<Heard> batch) {
    return batch.stream()
        .flatMap(
            heard ->
                heard instanceof Heard.OrderPlaced placed
                    ? placed.placed().skus().stream()
                    : Stream.empty())
        .toList();
  }
}
