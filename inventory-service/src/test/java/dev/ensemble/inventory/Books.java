package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What is true of this service's tables at every commit; each statement lists what breaks it. */
final class Books {
  private Books() {}

  private static final String PIECES_WITHOUT_A_MOVEMENT =
      """
      SELECT s.sku FROM inventory.stock s
      LEFT JOIN inventory.stock_movements m ON m.sku = s.sku
      GROUP BY s.sku HAVING s.on_hand <> coalesce(sum(m.quantity), 0)
      """;

  private static final String RESERVED_FOR_NOBODY =
      """
      SELECT s.sku FROM inventory.stock s
      LEFT JOIN (
        inventory.reservation_lines l
        JOIN inventory.reservations r ON r.order_id = l.order_id
          AND r.status IN ('RESERVED', 'SHIPPING')) ON l.sku = s.sku
      GROUP BY s.sku HAVING s.reserved <> coalesce(sum(l.quantity), 0)
      """;

  private static final String LEFT_OTHERWISE_THAN_ORDERED =
      """
      SELECT coalesce(m.order_id, l.order_id)::text
      FROM (SELECT * FROM inventory.stock_movements WHERE kind = 'DISPATCHED') m
      FULL JOIN (
        SELECT l.* FROM inventory.reservation_lines l
        JOIN inventory.reservations r ON r.order_id = l.order_id AND r.status = 'DISPATCHED') l
        ON m.order_id = l.order_id AND m.sku = l.sku
      WHERE m.quantity IS DISTINCT FROM -l.quantity
      """;

  private static final String TOLD_OTHERWISE_THAN_CHANGED =
      """
      SELECT r.order_id::text FROM inventory.reservations r
      LEFT JOIN messaging.outbox o ON o.partition_key = r.order_id::text
      GROUP BY r.order_id
      HAVING array_agg(o.sequence ORDER BY o.sequence)
        IS DISTINCT FROM ARRAY(SELECT generate_series(1, r.version))
      """;

  static void check(JdbcClient sql) {
    assertThat(list(sql, PIECES_WITHOUT_A_MOVEMENT)).as("on_hand is no sum of movements").isEmpty();
    assertThat(list(sql, RESERVED_FOR_NOBODY)).as("reserved is no sum of held lines").isEmpty();
    assertThat(list(sql, LEFT_OTHERWISE_THAN_ORDERED)).as("left otherwise than held").isEmpty();
    assertThat(list(sql, TOLD_OTHERWISE_THAN_CHANGED)).as("not one fact per version").isEmpty();
  }

  private static Iterable<String> list(JdbcClient sql, String query) {
    return sql.sql(query).query(String.class).list();
  }
}
