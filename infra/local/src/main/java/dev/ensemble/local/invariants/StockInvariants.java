package dev.ensemble.local.invariants;

import java.util.List;

/** Pieces are neither lost nor made: three accounts of the same shelf agree. */
final class StockInvariants {
  private final Database inventory;

  StockInvariants(Database inventory) {
    this.inventory = inventory;
  }

  List<Finding> check() {
    return List.of(movements(), conservation(), reserved(), nothingHeldForEndedOrders());
  }

  private String skus() {
    return inventory.number("SELECT count(*) FROM inventory.stock") + " SKUs";
  }

  private Finding movements() {
    return Finding.of(
        "on hand is the sum of a SKU's movements",
        skus()
            + ", "
            + inventory.number("SELECT count(*) FROM inventory.stock_movements")
            + " movements",
        inventory.texts(
            """
            SELECT format('%s: on hand %s, movements %s',
                          s.sku, s.on_hand, coalesce(sum(m.quantity), 0))
            FROM inventory.stock s
            LEFT JOIN inventory.stock_movements m USING (sku)
            GROUP BY s.sku
            HAVING s.on_hand <> coalesce(sum(m.quantity), 0)
            """));
  }

  /** What was dispatched is taken from the reservations here, not from the movements. */
  private Finding conservation() {
    return Finding.of(
        "on hand + dispatched = received",
        inventory.number(
                """
                SELECT coalesce(sum(l.quantity), 0)
                FROM inventory.reservations r
                JOIN inventory.reservation_lines l USING (order_id)
                WHERE r.status = 'DISPATCHED'
                """)
            + " pieces dispatched",
        inventory.texts(
            """
            SELECT format('%s: on hand %s + dispatched %s, received %s',
                          s.sku, s.on_hand, coalesce(d.pieces, 0), coalesce(m.pieces, 0))
            FROM inventory.stock s
            LEFT JOIN (SELECT sku, sum(quantity) AS pieces
                       FROM inventory.stock_movements
                       WHERE kind <> 'DISPATCHED'
                       GROUP BY sku) m USING (sku)
            LEFT JOIN (SELECT l.sku, sum(l.quantity) AS pieces
                       FROM inventory.reservations r
                       JOIN inventory.reservation_lines l USING (order_id)
                       WHERE r.status = 'DISPATCHED'
                       GROUP BY l.sku) d USING (sku)
            WHERE s.on_hand + coalesce(d.pieces, 0) <> coalesce(m.pieces, 0)
            """));
  }

  private Finding reserved() {
    return Finding.of(
        "0 ≤ reserved ≤ on hand, and reserved is what is held for orders",
        skus(),
        inventory.texts(
            """
            SELECT format('%s: reserved %s of %s, held %s',
                          s.sku, s.reserved, s.on_hand, coalesce(h.pieces, 0))
            FROM inventory.stock s
            LEFT JOIN (SELECT l.sku, sum(l.quantity) AS pieces
                       FROM inventory.reservations r
                       JOIN inventory.reservation_lines l USING (order_id)
                       WHERE r.status IN ('RESERVED', 'SHIPPING')
                       GROUP BY l.sku) h USING (sku)
            WHERE s.reserved < 0 OR s.reserved > s.on_hand
               OR s.reserved <> coalesce(h.pieces, 0)
            """));
  }

  /** Every order has ended where this is asked, so that nothing may be held any more. */
  private Finding nothingHeldForEndedOrders() {
    return Finding.of(
        "nothing is reserved when no order is open",
        inventory.number("SELECT coalesce(sum(reserved), 0) FROM inventory.stock")
            + " pieces reserved",
        inventory.texts(
            "SELECT format('%s: %s reserved', sku, reserved) FROM inventory.stock"
                + " WHERE reserved <> 0"));
  }
}
