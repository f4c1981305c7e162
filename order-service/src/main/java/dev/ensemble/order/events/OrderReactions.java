package dev.ensemble.order.events;

import dev.ensemble.messaging.Reactions;
import dev.ensemble.order.application.SettleOrder;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that this service listens to; each fact moves its order on, in its own way. */
@Configuration(proxyBeanMethods = false)
class OrderReactions {

  @Bean
  Reactions<Heard> reactions(SettleOrder settleOrder) {
    Consumer<Heard> settle = heard -> settleOrder.settle(heard.order(), heard.fact());
    return Reactions.<Heard>of("order")
        .from("payment.events", "inventory.events")
        .on("stock.reserved.v1", Heard.StockReserved.class, settle::accept)
        .on("stock.rejected.v1", Heard.StockRejected.class, settle::accept)
        .on("stock.released.v1", Heard.StockReleased.class, settle::accept)
        .on("payment.charged.v1", Heard.PaymentCharged.class, settle::accept)
        .on("payment.declined.v1", Heard.PaymentDeclined.class, settle::accept)
        .on("payment.refunded.v1", Heard.PaymentRefunded.class, settle::accept)
        .on("shipment.created.v1", Heard.ShipmentCreated.class, settle::accept)
        .on("shipment.failed.v1", Heard.ShipmentFailed.class, settle::accept)
        .on("shipment.cancelled.v1", Heard.ShipmentCancelled.class, settle::accept)
        .on("shipment.dispatched.v1", Heard.ShipmentDispatched.class, settle::accept)
        .on("cancellation.refused.v1", Heard.CancellationRefused.class, settle::accept)
        .lockingRowsOf(batch -> settleOrder.lock(batch.stream().map(Heard::order).toList()))
        .build();
  }
}
