package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Rows.Event;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What inventory-service writes. */
final class InventoryRows {
  private final Rows rows;
  private final Map<UUID, Long> versions = new HashMap<>();

  InventoryRows(Rows rows) {
    this.rows = rows;
  }

  void receive(String sku, int pieces) throws SQLException {
    rows.run("INSERT INTO inventory.stock VALUES (?, ?, 0, true, 200)", sku, pieces);
    if (pieces > 0) {
      rows.run(
          """
          INSERT INTO inventory.stock_movements (sku, quantity, kind, moved_at)
          VALUES (?, ?, 'RECEIVED', now())
          """,
          sku,
          pieces);
    }
    rows.commit();
  }

  Event reserve(UUID order, Event cause, String sku, int quantity) throws SQLException {
    rows.remember(cause);
    insert(order, "RESERVED", null, null);
    rows.run("INSERT INTO inventory.reservation_lines VALUES (?, ?, ?)", order, sku, quantity);
    hold(sku, quantity);
    return told(order, "stock.reserved.v1", cause);
  }

  Event reject(UUID order, Event cause, String sku) throws SQLException {
    rows.remember(cause);
    insert(order, "REJECTED", "OUT_OF_STOCK", sku);
    return told(order, "stock.rejected.v1", cause);
  }

  private void insert(UUID order, String status, @Nullable String reason, @Nullable String sku)
      throws SQLException {
    rows.run(
        """
        INSERT INTO inventory.reservations (order_id, version, status, reason, sku)
        VALUES (?, 1, ?, ?, ?)
        """,
        order,
        status,
        reason,
        sku);
  }

  private void hold(String sku, int more) throws SQLException {
    rows.run("UPDATE inventory.stock SET reserved = reserved + ? WHERE sku = ?", more, sku);
  }

  private Event told(UUID order, String type, @Nullable Event cause) throws SQLException {
    long version = versions.merge(order, 1L, Long::sum);
    Event event = rows.tell(order, type, version, cause);
    rows.commit();
    return event;
  }

  private void become(
      UUID order,
      String status,
      @Nullable String reason,
      @Nullable String sku,
      @Nullable UUID shipment)
      throws SQLException {
    rows.run(
        """
        UPDATE inventory.reservations SET version = version + 1, status = ?, reason = ?, sku = ?,
          shipment_id = coalesce(?::uuid, shipment_id),
          due_at = CASE ? WHEN 'SHIPPING' THEN now() END,
          dispatched_at = CASE ? WHEN 'DISPATCHED' THEN now() END
        WHERE order_id = ?
        """,
        status,
        reason,
        sku,
        shipment,
        status,
        status,
        order);
  }

  Event ship(UUID order, Event cause) throws SQLException {
    rows.remember(cause);
    become(order, "SHIPPING", null, null, Rows.newId());
    return told(order, "shipment.created.v1", cause);
  }

  /** The warehouse does, because of no event. */
  Event dispatch(UUID order, String sku, int quantity) throws SQLException {
    become(order, "DISPATCHED", null, null, null);
    hold(sku, -quantity);
    rows.run("UPDATE inventory.stock SET on_hand = on_hand - ? WHERE sku = ?", quantity, sku);
    rows.run(
        """
        INSERT INTO inventory.stock_movements (sku, quantity, kind, order_id, moved_at)
        VALUES (?, ?, 'DISPATCHED', ?, now())
        """,
        sku,
        -quantity,
        order);
    return told(order, "shipment.dispatched.v1", null);
  }

  Event fail(UUID order, String sku, int quantity) throws SQLException {
    become(order, "SHIPMENT_FAILED", null, sku, null);
    hold(sku, -quantity);
    return told(order, "shipment.failed.v1", null);
  }

  Event release(UUID order, Event cause, String reason, String sku, int quantity)
      throws SQLException {
    rows.remember(cause);
    become(order, "RELEASED", reason, null, null);
    hold(sku, -quantity);
    return told(order, "stock.released.v1", cause);
  }

  Event refuse(UUID order, Event cause) throws SQLException {
    rows.remember(cause);
    rows.run(
        """
        UPDATE inventory.reservations SET version = version + 1, refused_at = now()
        WHERE order_id = ?
        """,
        order);
    return told(order, "cancellation.refused.v1", cause);
  }
}
