package dev.ensemble.messaging;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which events are to be parked although what they meet is an outage. */
final class ParkOrders {

  // Whoever forgets one must not be surprised by it weeks later. The rows of those go with the next
  // order: they are few, and do nothing.
  private static final String KEPT = "interval '1 day'";

  private static final String FORGET =
      "DELETE FROM messaging.park_orders WHERE at < clock_timestamp() - " + KEPT;

  private static final String PLACE =
      """
      INSERT INTO messaging.park_orders (consumer, event_id, actor, reason) VALUES (?, ?, ?, ?)
      ON CONFLICT (consumer, event_id)
        DO UPDATE SET actor = excluded.actor, reason = excluded.reason, at = clock_timestamp()
      """;

  private static final String STANDING =
      """
      SELECT actor, reason FROM messaging.park_orders
      WHERE consumer = ? AND event_id = ? AND at >= clock_timestamp() - %s
      """
          .formatted(KEPT);

  private static final String END =
      "DELETE FROM messaging.park_orders WHERE consumer = ? AND event_id = ?";

  private static final String NUMBER =
      """
      SELECT max(number) FROM messaging.parked_events WHERE consumer = ? AND event_id = ?
      """;

  private static final String AUDIT =
      """
      INSERT INTO messaging.parking_audit (
        actor, reason, result, consumer, number, kind, parked_key, event_id, digest, type, topic,
        partition, record_offset)
      SELECT ?, ?, 'parked', consumer, number, kind, parked_key, event_id, digest, type, topic,
        partition, record_offset
      FROM messaging.parked_events WHERE consumer = ? AND event_id = ? AND digest = ?
      """;

  private final JdbcTemplate jdbc;

  ParkOrders(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** In place of an earlier one for the same event. */
  void place(String consumer, Park.Order order) {
    jdbc.update(FORGET);
    jdbc.update(
        PLACE, consumer, order.eventId(), order.decision().actor(), order.decision().reason());
  }

  Optional<Decision> standing(String consumer, UUID eventId) {
    return jdbc
        .query(
            STANDING,
            (row, n) -> new Decision(row.getString(1), row.getString(2)),
            consumer,
            eventId)
        .stream()
        .findFirst();
  }

  /** It is carried out, or there is nothing to do. */
  void end(String consumer, UUID eventId) {
    jdbc.update(END, consumer, eventId);
  }

  /** As which number it is parked; null where it is not. */
  @Nullable Long number(String consumer, UUID eventId) {
    return jdbc.queryForObject(NUMBER, Long.class, consumer, eventId);
  }

  /** Who wanted what was parked now. */
  void note(String consumer, Identity identity, Decision decision) {
    jdbc.update(
        AUDIT, decision.actor(), decision.reason(), consumer, identity.id(), identity.digest());
  }
}
