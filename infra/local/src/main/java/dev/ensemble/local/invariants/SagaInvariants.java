package dev.ensemble.local.invariants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the three services hold of an order fits together. */
final class SagaInvariants {
  private final Database orders;
  private final Database payments;
  private final Database inventory;
  private final Map<String, OrderFile> files = new TreeMap<>();

  SagaInvariants(Database orders, Database payments, Database inventory) {
    this.orders = orders;
    this.payments = payments;
    this.inventory = inventory;
  }

  List<Finding> check() {
    readOrders();
    readPayments();
    readInventory();
    return List.of(
        every("each order has ended", file -> true, OrderFile::ended, file -> "is " + file.status),
        every(
            "COMPLETED: charged in full once, not refunded, dispatched once",
            OrderFile::completed,
            OrderFile::fulfilled,
            OrderFile::happened),
        every(
            "CANCELLED: not dispatched, and never charged or refunded in full once",
            OrderFile::cancelled,
            OrderFile::undone,
            OrderFile::happened),
        every(
            "nothing was charged or dispatched that nobody ordered",
            file -> true,
            OrderFile::known,
            OrderFile::happened),
        every(
            "facts told of charges, refunds and dispatches are what happened",
            file -> true,
            OrderFile::toldAsItHappened,
            OrderFile::told));
  }

  private Finding every(
      String invariant,
      Predicate<OrderFile> concerned,
      Predicate<OrderFile> holds,
      Function<OrderFile, String> words) {
    List<String> offenders = new ArrayList<>();
    long looked = 0;
    for (Map.Entry<String, OrderFile> entry : files.entrySet()) {
      OrderFile file = entry.getValue();
      if (concerned.test(file)) {
        looked++;
        if (!holds.test(file)) {
          offenders.add(entry.getKey() + " " + words.apply(file));
        }
      }
    }
    return Finding.of(invariant, looked + " orders", offenders);
  }

  private OrderFile file(String orderId) {
    return files.computeIfAbsent(orderId, id -> new OrderFile());
  }

  private void readOrders() {
    orders.each(
        """
        SELECT o.id::text, o.status, o.total_cents,
               coalesce(string_agg(l.quantity || '×' || l.sku, ' '
                                   ORDER BY l.sku COLLATE "C"), 'nothing') AS ordered
        FROM orders.orders o
        LEFT JOIN orders.order_lines l ON l.order_id = o.id
        GROUP BY o.id
        """,
        row -> {
          OrderFile file = file(row.getString("id"));
          file.status = row.getString("status");
          file.totalCents = row.getLong("total_cents");
          file.ordered = row.getString("ordered");
        });
  }

  /**
   * Money that came from or went back to whoever pays, by a balance or at the provider, from the
   * entries: what a payment's own row says is not asked.
   */
  private void readPayments() {
    payments.each(
        """
        SELECT t.order_id::text, t.kind, count(DISTINCT t.transfer_id) AS transfers,
               sum(e.amount_cents) AS cents
        FROM payments.transfers t
        JOIN payments.entries e USING (transfer_id)
        WHERE t.kind IN ('CHARGE', 'REFUND')
          AND (e.account_id IS NOT NULL OR e.ledger_account = 'house:provider')
        GROUP BY t.order_id, t.kind
        """,
        row -> {
          OrderFile file = file(row.getString("order_id"));
          if (row.getString("kind").equals("CHARGE")) {
            file.charges = row.getInt("transfers");
            file.chargedCents = row.getLong("cents");
          } else {
            file.refunds = row.getInt("transfers");
            file.refundedCents = -row.getLong("cents");
          }
        });
    countFacts(payments, "payment.charged.v1", file -> file.chargesTold++);
    countFacts(payments, "payment.refunded.v1", file -> file.refundsTold++);
  }

  private void readInventory() {
    inventory.each(
        """
        SELECT order_id::text,
               string_agg(-quantity || '×' || sku, ' ' ORDER BY sku COLLATE "C") AS dispatched
        FROM inventory.stock_movements
        WHERE kind = 'DISPATCHED'
        GROUP BY order_id
        """,
        row -> file(row.getString("order_id")).dispatched = row.getString("dispatched"));
    countFacts(inventory, "shipment.dispatched.v1", file -> file.dispatchesTold++);
  }

  private void countFacts(Database service, String type, Consumer<OrderFile> count) {
    service.each(
        "SELECT partition_key FROM messaging.outbox WHERE type = '" + type + "'",
        row -> count.accept(file(row.getString("partition_key"))));
  }
}
