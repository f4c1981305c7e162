package dev.ensemble.payment.events;

import dev.ensemble.messaging.Reactions;
import dev.ensemble.payment.application.BatchLock;
import dev.ensemble.payment.application.ChargePayment;
import dev.ensemble.payment.application.RefundPayment;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that this service listens to, and what follows from it. */
@Configuration(proxyBeanMethods = false)
class PaymentReactions {

  @Bean
  Reactions<Heard> reactions(
      ChargePayment chargePayment, RefundPayment refundPayment, BatchLock batchLock) {
    return Reactions.<Heard>of("payment")
        .from("inventory.events")
        .on(
            "stock.reserved.v1",
            Heard.StockReserved.class,
            (received, heard) ->
                chargePayment.charge(heard.orderId(), heard.demand(), received.id()))
        .on(
            "stock.released.v1",
            Heard.StockReleased.class,
            (received, heard) ->
                refundPayment.refund(heard.orderId(), new Withdrawn(heard.reason(), received.id())))
        .on(
            "shipment.failed.v1",
            Heard.ShipmentFailed.class,
            (received, heard) ->
                refundPayment.refund(
                    heard.orderId(), new Withdrawn(Withdrawal.SHIPMENT_FAILED, received.id())))
        .on(
            "shipment.cancelled.v1",
            Heard.ShipmentCancelled.class,
            (received, heard) ->
                refundPayment.refund(heard.orderId(), new Withdrawn(heard.reason(), received.id())))
        // Nothing was asked for yet, or what was charged stays charged.
        .ignoring(
            "stock.rejected.v1",
            "shipment.created.v1",
            "shipment.dispatched.v1",
            "cancellation.refused.v1")
        .lockingRowsOf(batch -> batchLock.lock(ordersOf(batch), demandsIn(batch)))
        .build();
  }

  private static List<UUID> ordersOf(List<Heard> batch) {
    return batch.stream().map(Heard::orderId).toList();
  }

  private static List<Demand> demandsIn(List<Heard> batch) {
    return batch.stream()
        .flatMap(
            heard ->
                heard instanceof Heard.StockReserved reserved
                    ? Stream.of(reserved.demand())
                    : Stream.empty())
        .toList();
  }
}
