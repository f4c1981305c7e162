package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.util.List;

/** How each aggregate went, from the rows that are written once and never changed. */
final class WayInvariants {
  // Facts of two topics come in any interleaving and some are overtaken, so steps may be left out;
  // none leads back, and nothing follows an end.
  private static final String PATHS =
      """
      WITH steps AS (
        SELECT order_id, version, status,
               array_position(ARRAY['PLACED', 'RESERVED', 'PAID', 'SHIPPING', 'CANCELLING',
                                    'CANCELLED', 'COMPLETED'], status) AS rank,
               lag(status) OVER way AS before
        FROM orders.order_history WINDOW way AS (PARTITION BY order_id ORDER BY version)),
      ranked AS (SELECT *, lag(rank) OVER (PARTITION BY order_id ORDER BY version) AS came_from
                 FROM steps)
      SELECT format('%s: %s after %s', order_id, status, coalesce(before, 'nothing'))
      FROM ranked
      WHERE (before IS NULL AND status <> 'PLACED')
         OR rank <= came_from OR before IN ('CANCELLED', 'COMPLETED')
      """;

  private static final String ENDS =
      """
      SELECT format('%s: is %s, its way ends with %s', o.id, o.status, h.status)
      FROM orders.orders o
      LEFT JOIN LATERAL (SELECT status FROM orders.order_history
                         WHERE order_id = o.id ORDER BY version DESC LIMIT 1) h ON true
      WHERE h.status IS DISTINCT FROM o.status
      """;

  private static final String PLACED =
      """
      SELECT format('%s: told %s times that it was placed, %s in the transaction that placed it',
                    o.id, count(f.id), count(f.id) FILTER (WHERE f.xmin::text = h.xmin::text))
      FROM orders.orders o
      JOIN orders.order_history h ON h.order_id = o.id AND h.version = 1
      LEFT JOIN messaging.outbox f
        ON f.partition_key = o.id::text AND f.type = 'order.placed.v1' AND f.sequence = 1
      GROUP BY o.id
      HAVING count(f.id) <> 1 OR count(f.id) FILTER (WHERE f.xmin::text = h.xmin::text) <> 1
      """;

  private static final String ASKED =
      """
      SELECT format('%s: cancellation %s, told %s times', o.id, o.cancellation, count(f.id))
      FROM orders.orders o
      LEFT JOIN messaging.outbox f
        ON f.partition_key = o.id::text AND f.type = 'order.cancellation-requested.v1'
      GROUP BY o.id
      HAVING count(f.id) <> CASE o.cancellation WHEN 'NONE' THEN 0 ELSE 1 END
      """;

  private static final String TRANSFERS =
      """
      SELECT format('%s: %s, told %s times in its transaction', t.order_id, t.kind, count(f.id))
      FROM payments.transfers t
      LEFT JOIN messaging.outbox f
        ON f.partition_key = t.order_id::text AND f.xmin::text = t.xmin::text
        AND f.type = CASE t.kind WHEN 'CHARGE' THEN 'payment.charged.v1'
                                 ELSE 'payment.refunded.v1' END
      WHERE t.kind IN ('CHARGE', 'REFUND')
      GROUP BY t.transfer_id
      HAVING count(f.id) <> 1
      """;

  private static final String RESERVATIONS =
      """
      SELECT format('%s: version %s, told %s facts up to %s',
                    r.order_id, r.version, count(f.id), max(f.sequence))
      FROM inventory.reservations r
      LEFT JOIN messaging.outbox f ON f.partition_key = r.order_id::text
      GROUP BY r.order_id
      HAVING count(f.id) <> r.version OR count(DISTINCT f.sequence) <> r.version
          OR max(f.sequence) <> r.version
      """;

  private final Database orders;
  private final Database payments;
  private final Database inventory;

  WayInvariants(Database orders, Database payments, Database inventory) {
    this.orders = orders;
    this.payments = payments;
    this.inventory = inventory;
  }

  List<Finding> check() {
    return List.of(
        of(
            "an order's steps lead on, and nothing follows its end",
            orders,
            PATHS,
            "orders.order_history"),
        of("an order stands where its way ended", orders, ENDS, "orders.orders"),
        of(
            "each order was told once, in the transaction that placed it",
            orders,
            PLACED,
            "orders.orders"),
        of("each wish to cancel was told once", orders, ASKED, "orders.orders"),
        of("each transfer was told in its transaction", payments, TRANSFERS, "payments.transfers"),
        of(
            "a reservation has told each of its versions once",
            inventory,
            RESERVATIONS,
            "inventory.reservations"));
  }

  private static Finding of(String invariant, Database database, String query, String table) {
    long looked = database.number("SELECT count(*) FROM " + table);
    return Findings.of(invariant, looked + " rows", database.texts(query));
  }
}
