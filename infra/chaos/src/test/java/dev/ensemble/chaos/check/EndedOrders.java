package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Rows.Event;
import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One order of each ending, step by step as the saga takes them, in the databases and in what the
 * customers have heard.
 */
final class EndedOrders {
  static final long CENTS = 1_000;
  static final int PIECES = 2;

  private final OrderRows orders;
  private final PaymentRows payments;
  private final InventoryRows inventory;
  private final Rows ofOrders;
  private final History history;

  EndedOrders(Rows orders, Rows payments, Rows inventory, History history) {
    this.ofOrders = orders;
    this.orders = new OrderRows(orders);
    this.payments = new PaymentRows(payments);
    this.inventory = new InventoryRows(inventory);
    this.history = history;
  }

  void play() throws SQLException {
    payments.open("alice", 100_000, 0);
    payments.open("penny", 0, 0);
    payments.open("sloane", 100_000, 300_000);
    inventory.receive("mug", 100);
    inventory.receive("gong", 0);
    completed();
    shipmentFailed();
    rejected();
    declined();
    forestalled();
    refused();
    prices();
  }

  private Event place(UUID order, String name, String customer, String sku) throws SQLException {
    String body =
        "{\"customerId\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}"
            .formatted(customer, sku, PIECES);
    call(Happening.INVOKE, "place", name, order, Map.of("body", body));
    Event placed = orders.place(order, name, customer, sku, PIECES, CENTS);
    call(Happening.OK, "place", name, order, Map.of("status", 201, "hash", "h"));
    return placed;
  }

  private void call(Happening what, String call, String key, UUID order, Map<String, ?> more) {
    Map<String, Object> details = new HashMap<>(more);
    details.put("call", call);
    details.put("key", key);
    details.putIfAbsent("fingerprint", "f");
    if (what != Happening.INVOKE || !call.equals("place")) {
      details.put("order", order.toString());
    }
    history.note(what, details);
  }

  /** Up to where the parcel waits. */
  private void shipping(UUID order, String name) throws SQLException {
    Event placed = place(order, name, "alice", "mug");
    Event reserved = inventory.reserve(order, placed, "mug", PIECES);
    orders.hear(order, reserved, "RESERVED", "RESERVED", null);
    Event charged = payments.charge(order, reserved, "alice", CENTS);
    orders.hear(order, charged, "CHARGED", "PAID", null);
    Event created = inventory.ship(order, charged);
    orders.hear(order, created, "SHIPMENT_CREATED", "SHIPPING", null);
  }

  private void completed() throws SQLException {
    UUID order = Rows.newId();
    shipping(order, "completed");
    Event dispatched = inventory.dispatch(order, "mug", PIECES);
    orders.hear(order, dispatched, "DISPATCHED", "COMPLETED", null);
    call(Happening.OK, "dispatch", "dispatch", order, Map.of("status", 200));
    call(Happening.FAIL, "cancel", "too-late", order, Map.of("status", 409));
    call(
        Happening.FAIL,
        "place",
        "completed",
        order,
        Map.of("status", 422, "fingerprint", "other", "problem", "x/" + Wishes.REUSED));
  }

  private void shipmentFailed() throws SQLException {
    UUID order = Rows.newId();
    shipping(order, "shipment-failed");
    Event failed = inventory.fail(order, "mug", PIECES);
    call(Happening.FAIL, "dispatch", "not-dispatched", order, Map.of("status", 409));
    orders.hear(order, failed, "SHIPMENT_FAILED", "CANCELLING", null);
    Event refunded = payments.refund(order, failed, "alice", CENTS);
    orders.hear(order, refunded, "REFUNDED", "CANCELLED", "SHIPMENT_FAILED");
  }

  private void rejected() throws SQLException {
    UUID order = Rows.newId();
    Event placed = place(order, "rejected", "alice", "gong");
    Event rejected = inventory.reject(order, placed, "gong");
    orders.hear(order, rejected, "REJECTED", "CANCELLED", "OUT_OF_STOCK");
  }

  private void declined() throws SQLException {
    UUID order = Rows.newId();
    Event placed = place(order, "declined", "penny", "mug");
    Event reserved = inventory.reserve(order, placed, "mug", PIECES);
    orders.hear(order, reserved, "RESERVED", "RESERVED", null);
    Event declined = payments.decline(order, reserved, "penny", CENTS);
    orders.hear(order, declined, "DECLINED", "CANCELLED", "PAYMENT_DECLINED");
    Event released = inventory.release(order, declined, "PAYMENT_DECLINED", "mug", PIECES);
    orders.hearInVain(released);
    payments.hearInVain(released);
  }

  private void forestalled() throws SQLException {
    UUID order = Rows.newId();
    Event placed = place(order, "forestalled", "sloane", "mug");
    Event reserved = inventory.reserve(order, placed, "mug", PIECES);
    orders.hear(order, reserved, "RESERVED", "RESERVED", null);
    payments.await(order, reserved, "sloane", CENTS);
    Event asked = orders.ask(order, "cancel");
    call(Happening.OK, "cancel", "cancel", order, Map.of("status", 202));
    Event released = inventory.release(order, asked, "CUSTOMER", "mug", PIECES);
    payments.forestall(order, released);
    orders.hear(order, released, "RELEASED", "CANCELLED", "CUSTOMER");
  }

  private void refused() throws SQLException {
    UUID order = Rows.newId();
    shipping(order, "refused");
    Event asked = orders.ask(order, "cancel-refused");
    call(Happening.OK, "cancel", "cancel-refused", order, Map.of("status", 202));
    Event dispatched = inventory.dispatch(order, "mug", PIECES);
    Event refused = inventory.refuse(order, asked);
    orders.hear(order, dispatched, "DISPATCHED", "COMPLETED", null);
    orders.hearRefusal(order, refused);
  }

  /** Facts of an aggregate with more than nine versions. */
  private void prices() throws SQLException {
    UUID product = Rows.newId();
    for (long version = 1; version <= 11; version++) {
      ofOrders.tell(product, "price.changed.v1", version, null);
      ofOrders.commit();
    }
  }
}
