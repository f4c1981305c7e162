package dev.ensemble.local;

import dev.ensemble.local.stack.Program;
import java.util.List;

/**
 * One small wrong: one column of one row.
 *
 * @param invariant how the invariant begins that must notice
 * @param wrong what the column is set to, in SQL
 * @param where which row, in SQL; the first that fits
 */
record Corruption(
    String invariant, Program database, String table, String column, String wrong, String where) {

  private static final String NOWHERE = "'0199a0de-7c00-7000-8000-00000000dead'";

  /** Of the same millisecond, so that the row stays in its partition. */
  static String anotherId(String column) {
    return "(left(%s::text, 24) || '00000000dead')::uuid".formatted(column);
  }

  /** One for every invariant, more where it has several parts; others may notice some, too. */
  static List<Corruption> all() {
    return List.of(
        order("each order has ended", "status", "'SHIPPING'", "status = 'CANCELLED'"),
        order(
            "COMPLETED: charged in full", "total_cents", "total_cents + 1", "status = 'COMPLETED'"),
        order("COMPLETED: charged in full", "status", "'COMPLETED'", "status = 'CANCELLED'"),
        lost("COMPLETED: charged in full"),
        order("CANCELLED: not dispatched", "status", "'CANCELLED'", "status = 'COMPLETED'"),
        order(
            "CANCELLED: not dispatched",
            "total_cents",
            "total_cents + 1",
            "end_reason = 'SHIPMENT_FAILED'"),
        payment("nothing was charged or", "transfers", "order_id", NOWHERE, "kind = 'CHARGE'"),
        payment("facts told of", "transfers", "order_id", NOWHERE, "kind = 'REFUND'"),
        payment("the sum over all entries", "entries", "amount_cents", "amount_cents + 1", "true"),
        payment("each transfer has two sides", "entries", "transfer_id", NOWHERE, "true"),
        payment("no account is below 0", "accounts", "balance_cents", "balance_cents + 1", "true"),
        payment("no account is below 0", "accounts", "balance_cents", "-1", "true"),
        stock("on hand is the sum", "stock_movements", "quantity", "quantity + 1", "true"),
        stock("on hand + dispatched", "stock", "on_hand", "on_hand + 1", "true"),
        stock(
            "on hand + dispatched",
            "reservations",
            "status",
            "'DISPATCHED'",
            "status = 'SHIPMENT_FAILED'"),
        stock("0 ≤ reserved ≤ on hand", "stock", "reserved", "-1", "true"),
        stock("0 ≤ reserved ≤ on hand", "stock", "reserved", "on_hand + 1", "true"),
        stock("nothing is reserved when", "stock", "reserved", "1", "true"),
        told("each outbox row is on its topic", "payload", "convert_to('{}', 'UTF8')"),
        told("each outbox row is on its topic", "traceparent", "'another'"),
        told("first occurrences of a key are", "sequence", "1000000"),
        told("nothing is on a topic without", "id", anotherId("id")),
        told("each outbox row is on its topic", "id", anotherId("id")),
        told(
            "whatever names a cause names", "causation_id", "left(id::text, 24) || '00000000dead'"),
        forgotten("order acted once", Program.ORDER),
        forgotten("payment acted once", Program.PAYMENT),
        forgotten("inventory acted once", Program.INVENTORY));
  }

  private static Corruption order(String invariant, String column, String wrong, String where) {
    return new Corruption(invariant, Program.ORDER, "orders.orders", column, wrong, where);
  }

  /** Lines that belong to no order, of an order that has only them. */
  private static Corruption lost(String invariant) {
    String whole =
        "order_id IN (SELECT order_id FROM orders.order_lines JOIN orders.orders ON id = order_id"
            + " WHERE status = 'COMPLETED' GROUP BY order_id HAVING count(*) = 1)";
    return new Corruption(
        invariant, Program.ORDER, "orders.order_lines", "order_id", NOWHERE, whole);
  }

  private static Corruption payment(
      String invariant, String table, String column, String wrong, String where) {
    return new Corruption(invariant, Program.PAYMENT, "payments." + table, column, wrong, where);
  }

  private static Corruption stock(
      String invariant, String table, String column, String wrong, String where) {
    return new Corruption(invariant, Program.INVENTORY, "inventory." + table, column, wrong, where);
  }

  /** An order's first fact, where others of the same order follow. */
  private static Corruption told(String invariant, String column, String wrong) {
    String first =
        "sequence = 1 AND partition_key IN"
            + " (SELECT partition_key FROM messaging.outbox WHERE sequence > 1)";
    return new Corruption(invariant, Program.INVENTORY, "messaging.outbox", column, wrong, first);
  }

  private static Corruption forgotten(String invariant, Program consumer) {
    return new Corruption(
        invariant, consumer, "messaging.processed_events", "consumer", "'nobody'", "true");
  }

  @Override
  public String toString() {
    return "%s of %s set to %s".formatted(column, table, wrong);
  }
}
