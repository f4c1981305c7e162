package dev.ensemble.chaos.simulator;

import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.ReservationFact;
import dev.ensemble.order.domain.EndReason;
import dev.ensemble.order.domain.OrderFact;
import dev.ensemble.order.domain.ToldFact;
import dev.ensemble.payment.domain.PaymentFact;
import dev.ensemble.payment.domain.Withdrawal;
import java.util.Map;
import java.util.Set;

/**
 * Which fact concerns which service, and how a service reads what another tells. The services have
 * this in their {@code events} rooms, over JSON; a test holds the two together.
 */
final class Choreography {

  /** What each service reacts to; everything else it ignores. */
  static final Map<Service, Set<String>> REACTIONS =
      Map.of(
          Service.ORDER,
          Set.of(
              "stock.reserved.v1",
              "stock.rejected.v1",
              "stock.released.v1",
              "payment.charged.v1",
              "payment.declined.v1",
              "payment.refunded.v1",
              "shipment.created.v1",
              "shipment.failed.v1",
              "shipment.cancelled.v1",
              "shipment.dispatched.v1",
              "cancellation.refused.v1"),
          Service.PAYMENT,
          Set.of(
              "stock.reserved.v1",
              "stock.released.v1",
              "shipment.failed.v1",
              "shipment.cancelled.v1"),
          Service.INVENTORY,
          Set.of(
              "order.placed.v1",
              "order.cancellation-requested.v1",
              "payment.charged.v1",
              "payment.declined.v1"));

  private Choreography() {}

  /** A bit per service that reacts to facts of the type. */
  static int consumersOf(String type) {
    int bits = 0;
    for (Map.Entry<Service, Set<String>> reactions : REACTIONS.entrySet()) {
      bits |= reactions.getValue().contains(type) ? 1 << reactions.getKey().place() : 0;
    }
    return bits;
  }

  /** The name under which all services know a fact. */
  static String typeOf(Object fact) {
    return switch (fact) {
      case ToldFact told -> told.type();
      case PaymentFact told -> typeOf(told);
      case ReservationFact told -> typeOf(told);
      default -> throw new IllegalArgumentException("no fact of the saga: " + fact);
    };
  }

  private static String typeOf(PaymentFact fact) {
    return switch (fact) {
      case PaymentFact.Charged it -> "payment.charged.v1";
      case PaymentFact.Declined it -> "payment.declined.v1";
      case PaymentFact.Refunded it -> "payment.refunded.v1";
    };
  }

  private static String typeOf(ReservationFact fact) {
    return switch (fact) {
      case ReservationFact.StockReserved it -> "stock.reserved.v1";
      case ReservationFact.StockRejected it -> "stock.rejected.v1";
      case ReservationFact.StockReleased it -> "stock.released.v1";
      case ReservationFact.ShipmentCreated it -> "shipment.created.v1";
      case ReservationFact.ShipmentDispatched it -> "shipment.dispatched.v1";
      case ReservationFact.ShipmentFailed it -> "shipment.failed.v1";
      case ReservationFact.ShipmentCancelled it -> "shipment.cancelled.v1";
      case ReservationFact.CancellationRefused it -> "cancellation.refused.v1";
    };
  }

  /** What the order service reads of it. */
  static OrderFact heardByOrder(Object fact) {
    return switch (fact) {
      case PaymentFact told -> heardByOrder(told);
      case ReservationFact told -> heardByOrder(told);
      default -> throw new IllegalArgumentException("order does not listen to " + fact);
    };
  }

  private static OrderFact heardByOrder(PaymentFact fact) {
    return switch (fact) {
      case PaymentFact.Charged it -> new OrderFact.PaymentCharged();
      case PaymentFact.Declined it -> new OrderFact.PaymentDeclined();
      case PaymentFact.Refunded it -> new OrderFact.PaymentRefunded(reason(it.reason()));
    };
  }

  private static OrderFact heardByOrder(ReservationFact fact) {
    return switch (fact) {
      case ReservationFact.StockReserved it -> new OrderFact.StockReserved();
      case ReservationFact.StockRejected it -> new OrderFact.StockRejected();
      case ReservationFact.StockReleased it -> new OrderFact.StockReleased(reason(it.reason()));
      case ReservationFact.ShipmentCreated it -> new OrderFact.ShipmentCreated();
      case ReservationFact.ShipmentDispatched it -> new OrderFact.ShipmentDispatched();
      case ReservationFact.ShipmentFailed it -> new OrderFact.ShipmentFailed();
      case ReservationFact.ShipmentCancelled it -> new OrderFact.ShipmentCancelled();
      case ReservationFact.CancellationRefused it -> new OrderFact.CancellationRefused();
    };
  }

  /** Reasons go over the wire by their names. */
  static EndReason reason(Enum<?> told) {
    return EndReason.valueOf(told.name());
  }

  static Withdrawal withdrawal(Enum<?> told) {
    return Withdrawal.valueOf(told.name());
  }

  static CancellationReason cancellation(Enum<?> told) {
    return CancellationReason.valueOf(told.name());
  }
}
