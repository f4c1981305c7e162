package dev.ensemble.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.chaos.check.Rows.Event;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What order-service writes. */
final class OrderRows {
  static final String CANCELLATION = "order.cancellation-requested.v1";

  private final Rows rows;
  private final Map<UUID, Long> versions = new HashMap<>();
  private final Map<UUID, String> stands = new HashMap<>();

  OrderRows(Rows rows) {
    this.rows = rows;
  }

  Event place(UUID order, String key, String customer, String sku, int quantity, long cents)
      throws SQLException {
    rows.run(
        """
        INSERT INTO orders.orders VALUES (?, ?, ?, now(), now() + interval '20 s', 1, 'PLACED',
          '{}', 'NONE', NULL, NULL, NULL)
        """,
        order,
        customer,
        cents);
    rows.run(
        "INSERT INTO orders.order_lines VALUES (?, 1, ?, ?, ?)",
        order,
        sku,
        quantity,
        cents / quantity);
    versions.put(order, 1L);
    step(order, "PLACED", "order.placed.v1");
    answer(key, 201, order);
    Event placed = rows.tell(order, "order.placed.v1", 1, null);
    rows.commit();
    return placed;
  }

  /** What inventory or payment told; the status stays where it is the same. */
  void hear(UUID order, Event cause, String milestone, String status, @Nullable String reason)
      throws SQLException {
    rows.remember(cause);
    rows.run(
        """
        UPDATE orders.orders SET version = version + 1, milestones = milestones || ?::text,
          status = ?, end_reason = ? WHERE id = ?
        """,
        milestone,
        status,
        reason,
        order);
    versions.merge(order, 1L, Long::sum);
    step(order, status, cause.type());
    rows.commit();
  }

  /** Nothing comes of it. */
  void hearInVain(Event cause) throws SQLException {
    rows.remember(cause);
    rows.commit();
  }

  void hearRefusal(UUID order, Event cause) throws SQLException {
    rows.remember(cause);
    rows.run(
        "UPDATE orders.orders SET version = version + 1, cancellation = 'REFUSED' WHERE id = ?",
        order);
    versions.merge(order, 1L, Long::sum);
    rows.commit();
  }

  Event ask(UUID order, String key) throws SQLException {
    rows.run(
        """
        UPDATE orders.orders SET version = version + 1, status = 'CANCELLING',
          cancellation = 'REQUESTED', cancellation_by = 'CUSTOMER' WHERE id = ?
        """,
        order);
    versions.merge(order, 1L, Long::sum);
    step(order, "CANCELLING", CANCELLATION);
    answer(key, 202, order);
    Event asked = rows.tell(order, CANCELLATION, versions.getOrDefault(order, 0L), null);
    rows.commit();
    return asked;
  }

  private void step(UUID order, String status, String because) throws SQLException {
    if (!status.equals(stands.put(order, status))) {
      rows.run(
          "INSERT INTO orders.order_history VALUES (?, ?, ?, ?, now())",
          order,
          versions.getOrDefault(order, 0L),
          status,
          because);
    }
  }

  private void answer(String key, int status, UUID order) throws SQLException {
    rows.run(
        """
        INSERT INTO idempotency.answers (client, operation, key, fingerprint, status, headers, body)
        VALUES ('all', 'a call', ?, decode(repeat('00', 32), 'hex'), ?, '{}', ?)
        """,
        key,
        (short) status,
        "{\"orderId\":\"%s\"}".formatted(order).getBytes(UTF_8));
  }
}
