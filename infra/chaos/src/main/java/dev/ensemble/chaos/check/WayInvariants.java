package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.util.List;

/** How each aggregate went, from the rows that are written once and never changed. */
final class WayInvariants {
  private static final String PATHS =
      """
      WITH steps AS (
        SELECT order_id, version, status, because,
               coalesce(lag(status) OVER (PARTITION BY order_id ORDER BY version), '-') AS before
        FROM orders.order_history)
      SELECT format('%s: %s after %s because of %s', order_id, status, before, because)
      FROM steps
      WHERE (before, because, status) NOT IN (VALUES LEGAL)
      """
          .replace("LEGAL", Steps.asRows());

  // The version counts what is known: that it was placed, each milestone, the wish to cancel it,
  // and that this was refused.
  private static final String VERSIONS =
      """
      SELECT format('%s: version %s, knows %s, cancellation %s, last step at version %s',
                    o.id, o.version, o.milestones, o.cancellation, h.last)
      FROM orders.orders o
      JOIN (SELECT order_id, max(version) AS last FROM orders.order_history
            GROUP BY order_id) h ON h.order_id = o.id
      WHERE h.last > o.version
         OR o.version <> 1 + cardinality(o.milestones)
                         + CASE o.cancellation WHEN 'NONE' THEN 0 WHEN 'REQUESTED' THEN 1 ELSE 2 END
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

  // Each is a step, at the version that the fact tells.
  private static final String ASKED =
      """
      SELECT format('%s: cancellation %s, told %s times, %s of these with its step',
                    o.id, o.cancellation, count(f.id), count(h.order_id))
      FROM orders.orders o
      LEFT JOIN messaging.outbox f
        ON f.partition_key = o.id::text AND f.type = 'order.cancellation-requested.v1'
      LEFT JOIN orders.order_history h
        ON h.order_id = o.id AND h.version = f.sequence AND h.because = f.type
        AND h.xmin::text = f.xmin::text
      GROUP BY o.id
      HAVING count(f.id) <> CASE o.cancellation WHEN 'NONE' THEN 0 ELSE 1 END
          OR count(h.order_id) <> count(f.id)
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

  // Without a payment provider a payment tells each of its steps but two: that it waits for a slow
  // bank, and that it was forestalled.
  private static final String PAYMENTS =
      """
      SELECT format('%s: %s at version %s, told %s facts, %s of its end in its transaction',
                    p.order_id, p.status, p.version, count(f.id),
                    count(f.id) FILTER (WHERE f.xmin::text = p.xmin::text))
      FROM payments.payments p
      LEFT JOIN payments.accounts a ON a.account_id = p.customer_id
      LEFT JOIN messaging.outbox f ON f.partition_key = p.order_id::text
      GROUP BY p.order_id, a.account_id
      HAVING p.version <> count(DISTINCT f.sequence)
                          + CASE WHEN a.charge_delay_ms > 0 THEN 1 ELSE 0 END
                          + CASE p.status WHEN 'VOIDED' THEN 1 ELSE 0 END
          OR count(f.id) <> count(DISTINCT f.sequence)
          OR count(f.id) FILTER (
               WHERE f.xmin::text = p.xmin::text AND f.sequence = p.version
                 AND f.type = 'payment.' || lower(p.status) || '.v1')
             <> CASE p.status WHEN 'VOIDED' THEN 0 ELSE 1 END
          OR count(f.id) <> CASE p.status WHEN 'VOIDED' THEN 0 WHEN 'REFUNDED' THEN 2 ELSE 1 END
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
        of("an order takes the saga's steps and no other", orders, PATHS, "orders.order_history"),
        of("an order's version counts what it knows", orders, VERSIONS, "orders.orders"),
        of("an order stands where its way ended", orders, ENDS, "orders.orders"),
        of(
            "each order was told once, in the transaction that placed it",
            orders,
            PLACED,
            "orders.orders"),
        of("each wish to cancel was told once, with its step", orders, ASKED, "orders.orders"),
        of("each transfer was told in its transaction", payments, TRANSFERS, "payments.transfers"),
        of(
            "a payment has told each of its steps once, in the transaction that took it",
            payments,
            PAYMENTS,
            "payments.payments"),
        of(
            "a reservation has told each of its versions once",
            inventory,
            RESERVATIONS,
            "inventory.reservations"));
  }

  private static Finding of(String invariant, Database database, String query, String table) {
    long looked = database.number("SELECT count(*) FROM " + table);
    return Finding.of(invariant, looked + " rows", database.texts(query));
  }
}
