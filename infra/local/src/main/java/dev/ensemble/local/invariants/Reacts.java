package dev.ensemble.local.invariants;

import java.util.List;
import java.util.Set;

/**
 * Who acts on what: the table of the saga, written down a second time so that the services' own
 * lists are checked against it.
 *
 * @param consumer the name under which events are remembered, and the Kafka group's id
 * @param topics what the group reads
 * @param types what it acts on; other types of these topics it knows and passes over
 */
public record Reacts(String consumer, Set<String> topics, Set<String> types) {
  public static final Reacts ORDER =
      new Reacts(
          "order",
          Set.of("payment.events", "inventory.events"),
          Set.of(
              "stock.reserved.v1",
              "stock.rejected.v1",
              "stock.released.v1",
              "payment.charged.v1",
              "payment.declined.v1",
              "payment.refunded.v1",
              "shipment.created.v1",
              "shipment.dispatched.v1",
              "shipment.failed.v1",
              "shipment.cancelled.v1",
              "cancellation.refused.v1"));

  public static final Reacts PAYMENT =
      new Reacts(
          "payment",
          Set.of("inventory.events"),
          Set.of(
              "stock.reserved.v1",
              "stock.released.v1",
              "shipment.failed.v1",
              "shipment.cancelled.v1"));

  public static final Reacts INVENTORY =
      new Reacts(
          "inventory",
          Set.of("order.events", "payment.events"),
          Set.of(
              "order.placed.v1",
              "order.cancellation-requested.v1",
              "payment.charged.v1",
              "payment.declined.v1"));

  public static final List<Reacts> ALL = List.of(ORDER, PAYMENT, INVENTORY);

  /** Whether an event of that type on that topic concerns this consumer. */
  public boolean actsOn(String topic, String type) {
    return topics.contains(topic) && types.contains(type);
  }
}
