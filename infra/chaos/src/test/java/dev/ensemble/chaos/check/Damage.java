package dev.ensemble.chaos.check;

import dev.ensemble.local.stack.Program;
import java.util.List;
import java.util.stream.Stream;

/**
 * One small wrong in one database.
 *
 * @param invariants how those begin that must notice; no other one may
 */
record Damage(List<String> invariants, Program database, String sql) {

  static List<Damage> all() {
    return Stream.of(ofAnswers(), ofOrders(), ofServices(), ofInboxes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Damage> ofAnswers() {
    return List.of(
        order(
            "UPDATE orders.order_lines SET quantity = 3 WHERE order_id IN "
                + ended("PAYMENT_DECLINED"),
            "each acknowledged order is there"),
        order(
            "UPDATE idempotency.answers SET key = 'nobodys' WHERE key = 'rejected'",
            "each order was asked for"),
        order(
            """
            INSERT INTO idempotency.answers
            SELECT client, operation, key, fingerprint, status, headers, body,
                   created_at + interval '1 s'
            FROM idempotency.answers WHERE key = 'cancel'
            """,
            "a key has one answer"),
        order(
            """
            INSERT INTO idempotency.answers
            SELECT client, operation, 'too-late', fingerprint, status, headers, body, created_at
            FROM idempotency.answers WHERE key = 'cancel'
            """,
            "what was refused was not done"),
        order(
            "DELETE FROM idempotency.answers WHERE key = 'completed'",
            "each order was asked for",
            "another wish under the same key"),
        order(
            "UPDATE orders.orders SET cancellation = 'NONE' WHERE cancellation = 'REFUSED'",
            "what was said of a cancellation",
            "an order's version counts",
            "each wish to cancel was told"),
        inventory(
            "UPDATE inventory.reservations SET status = 'DISPATCHED' WHERE status = 'SHIPMENT_FAILED'",
            "what was said of a dispatch",
            "on hand + dispatched = received"));
  }

  private static List<Damage> ofOrders() {
    return List.of(
        order(
            "DELETE FROM orders.order_history WHERE status = 'SHIPPING' AND order_id IN "
                + "(SELECT id FROM orders.orders WHERE status = 'COMPLETED' AND cancellation = 'NONE')",
            "an order takes the saga's steps"),
        order(
            """
            UPDATE orders.order_history SET because = 'order.placed.v1'
            WHERE because LIKE 'order.cancellation%' AND version = 3
            """,
            "an order takes the saga's steps", "each wish to cancel was told"),
        order(
            "UPDATE orders.orders SET version = version + 1 WHERE end_reason = 'CUSTOMER'",
            "an order's version counts"),
        order(
            "DELETE FROM orders.order_history WHERE status = 'CANCELLED' AND order_id IN "
                + ended("PAYMENT_DECLINED"),
            "an order stands where",
            "each order ended within"),
        order(
            anew("orders.order_history", "reached_at", "version = 1"), "each order was told once"),
        order(
            anew(
                "orders.order_history",
                "reached_at",
                "status = 'CANCELLING' AND because LIKE 'order.%'"),
            "each wish to cancel was told"));
  }

  private static List<Damage> ofServices() {
    return List.of(
        payment(
            anew("payments.transfers", "posted_at", "kind = 'REFUND'"), "each transfer was told"),
        payment(
            "UPDATE payments.payments SET version = 2 WHERE status = 'DECLINED'",
            "a payment has told"),
        payment(
            anew("payments.payments", "changed_at", "status = 'DECLINED'"), "a payment has told"),
        payment(
            "UPDATE payments.payments SET version = 3 WHERE status = 'VOIDED'",
            "a payment has told"),
        inventory(
            "UPDATE inventory.reservations SET version = 9 WHERE status = 'REJECTED'",
            "a reservation has told"));
  }

  private static List<Damage> ofInboxes() {
    return List.of(
        order(
            """
            INSERT INTO messaging.parked_events (
              consumer, digest, topic, partition, record_offset, record_time_millis, header_names,
              header_values, kind, reason, fingerprint, attempts)
            VALUES ('order', 1, 'payment.events', 0, 0, 0, '{}', '{}', 'unreadable', 'no JSON',
                    '0123456789ab', 1)
            """,
            "nothing is left parked"),
        order(
            anew(
                "messaging.processed_events",
                "digest",
                "event_id = (SELECT min(event_id::text)::uuid FROM messaging.processed_events)"),
            "order remembers what led"),
        payment(rememberedAnew(), "payment remembers each cause"),
        inventory(rememberedAnew(), "inventory remembers each cause"),
        payment(
            "DELETE FROM messaging.processed_events",
            "payment remembers each cause",
            "payment acted once",
            "payment's offset is never"),
        payment(
            toldTwice(),
            "payment told what followed",
            "payment remembers each cause",
            "what the slot of payment",
            "each outbox row is on its topic"),
        inventory(
            toldTwice(),
            "inventory told what followed",
            "inventory remembers each cause",
            "what the slot of inventory",
            "each outbox row is on its topic"));
  }

  private static Damage order(String sql, String... invariants) {
    return new Damage(List.of(invariants), Program.ORDER, sql);
  }

  private static Damage payment(String sql, String... invariants) {
    return new Damage(List.of(invariants), Program.PAYMENT, sql);
  }

  private static Damage inventory(String sql, String... invariants) {
    return new Damage(List.of(invariants), Program.INVENTORY, sql);
  }

  private static String ended(String reason) {
    return "(SELECT id FROM orders.orders WHERE end_reason = '%s')".formatted(reason);
  }

  /** The same values, written by another transaction. */
  private static String anew(String table, String column, String where) {
    return "UPDATE %1$s SET %2$s = %2$s WHERE %3$s".formatted(table, column, where);
  }

  private static String rememberedAnew() {
    return anew(
        "messaging.processed_events",
        "digest",
        "event_id::text = (SELECT min(causation_id) FROM messaging.outbox)");
  }

  /** Of an order that nobody knows, so that nothing but the cause is the same. */
  private static String toldTwice() {
    return """
        INSERT INTO messaging.outbox
        SELECT (left(id::text, 24) || '00000000000' || n)::uuid, topic, 'stranger', 'price.changed.v1',
               source, subject, occurred_at, correlation_id, causation_id, n, content_type,
               traceparent, tracestate, payload
        FROM messaging.outbox, generate_series(1, 2) AS n
        WHERE causation_id = (SELECT min(causation_id) FROM messaging.outbox)
        """;
  }

  @Override
  public String toString() {
    return sql.strip().replaceAll("\\s+", " ");
  }
}
