package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** What redrive and discard do with the parked. */
final class ParkedEventsTable {

  /** A selected event and where it waits. */
  record Place(ParkedRecord event, @Nullable ParkedKey key) {}

  static final String SHOWN =
      """
      number, parked_key, kind, key, event_id, type, topic, partition, record_offset, reason,
      fingerprint, attempts, parked_at""";

  static final String WHOLE =
      SHOWN + ", digest, record_time_millis, value, header_names, header_values";

  // Waits for every batch that parks behind this key, and makes the next ones wait.
  private static final String LOCK_KEY =
      """
      SELECT 1 FROM messaging.parked_keys WHERE consumer = ? AND record_key = ? FOR UPDATE
      """;

  // A statement of its own, after the lock: it sees what those have parked who held it before.
  private static final String FIRST =
      """
      SELECT %s FROM messaging.parked_events
      WHERE consumer = ? AND parked_key = ?
      ORDER BY number
      LIMIT 1
      """
          .formatted(WHOLE);

  private static final String LOCK_EVENT =
      """
      SELECT %s FROM messaging.parked_events WHERE consumer = ? AND number = ? FOR UPDATE
      """
          .formatted(WHOLE);

  static final String TO_COPY =
      """
      SELECT %s FROM messaging.parked_events
      WHERE consumer = ? AND dead_letter IS NULL AND kind <> 'behind'
      ORDER BY number
      LIMIT 1
      """
          .formatted(WHOLE);

  private static final String PRESENT =
      "SELECT number FROM messaging.parked_events WHERE consumer = ? AND number = ANY (?)";

  private static final String REMOVE = "DELETE FROM messaging.parked_events WHERE number = ?";

  private static final String FREE =
      """
      DELETE FROM messaging.parked_keys AS held
      WHERE consumer = ? AND record_key = ?
        AND NOT EXISTS (
          SELECT FROM messaging.parked_events AS waiting
          WHERE waiting.consumer = held.consumer AND waiting.parked_key = held.record_key)
      """;

  // What has expired stays parked for that, and in our own words; why it failed is in the audit.
  private static final String FAILED =
      """
      UPDATE messaging.parked_events
      SET kind = CASE WHEN kind = 'expired' THEN kind ELSE ? END,
          reason = CASE WHEN kind = 'expired' THEN reason ELSE ? END,
          fingerprint = CASE WHEN kind = 'expired' THEN fingerprint ELSE ? END,
          attempts = attempts + 1
      WHERE number = ?
      """;

  private static final String AUDIT =
      """
      INSERT INTO messaging.parking_audit (
        actor, reason, result, detail, consumer, number, kind, parked_key, event_id, digest, type,
        topic, partition, record_offset)
      SELECT ?, ?, ?, ?, consumer, number, kind, parked_key, event_id, digest, type,
        topic, partition, record_offset
      FROM messaging.parked_events WHERE number = ?
      """;

  private final JdbcTemplate jdbc;

  ParkedEventsTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What is selected, in order. */
  List<Place> selected(String consumer, ParkedSelection selection, int limit) {
    List<Object> values = new ArrayList<>();
    values.add(consumer);
    values.addAll(ParkedPredicate.values(selection));
    values.add(limit);
    String selected =
        """
        SELECT %s FROM messaging.parked_events
        WHERE consumer = ? AND %s
        ORDER BY number
        LIMIT ?
        """
            .formatted(SHOWN, ParkedPredicate.condition(selection));
    return jdbc.query(selected, PLACE, values.toArray());
  }

  /** Which of the numbers are parked. */
  Set<Long> present(String consumer, List<Long> numbers) {
    return Set.copyOf(
        jdbc.query(
            connection -> {
              PreparedStatement present = connection.prepareStatement(PRESENT);
              present.setString(1, consumer);
              present.setArray(2, connection.createArrayOf("int8", numbers.toArray()));
              return present;
            },
            (row, n) -> row.getLong(1)));
  }

  /** What is selected with all else of its keys, key after key. */
  List<Place> inTheirKeys(String consumer, ParkedSelection selection, int limit) {
    List<Object> values = new ArrayList<>();
    values.add(consumer);
    for (int part = 0; part < 2; part++) {
      values.add(consumer);
      values.addAll(ParkedPredicate.values(selection));
    }
    values.add(limit);
    // Whole keys, and each that waits alone; the key whose first event is the oldest comes first.
    String inTheirKeys =
        """
        SELECT %1$s FROM (
          SELECT *, CASE WHEN parked_key IS NULL THEN number
                         ELSE min(number) OVER (PARTITION BY parked_key) END AS begins
          FROM messaging.parked_events
          WHERE consumer = ?
            AND (number IN (
                   SELECT number FROM messaging.parked_events
                   WHERE consumer = ? AND parked_key IS NULL AND %2$s)
                 OR parked_key IN (
                   SELECT parked_key FROM messaging.parked_events
                   WHERE consumer = ? AND parked_key IS NOT NULL AND %2$s))
        ) AS chosen
        ORDER BY begins, number
        LIMIT ?
        """
            .formatted(SHOWN, ParkedPredicate.condition(selection));
    return jdbc.query(inTheirKeys, PLACE, values.toArray());
  }

  /** Nobody else adds to the key, or takes from it, till the commit; false where it is free. */
  boolean lock(String consumer, ParkedKey key) {
    return !jdbc.queryForList(LOCK_KEY, Integer.class, consumer, key.bytes()).isEmpty();
  }

  /** The key's first event, under its lock. */
  Optional<ParkedRow> first(String consumer, ParkedKey key) {
    return jdbc.query(FIRST, ROW, consumer, key.bytes()).stream().findFirst();
  }

  /** Locks the event and answers it; for one of a key, the key is locked before. */
  Optional<ParkedRow> lock(String consumer, long number) {
    return jdbc.query(LOCK_EVENT, ROW, consumer, number).stream().findFirst();
  }

  /**
   * Takes the event out, with a note of it, and frees its key where that was the last.
   *
   * @return whether its key is free now
   */
  boolean remove(String consumer, ParkedRow row, Decision decision, Treated.Outcome outcome) {
    audit(row, decision, outcome, null);
    jdbc.update(REMOVE, row.event().number());
    return row.key() != null && free(consumer, row.key());
  }

  /** Frees the key, which is locked, if nothing waits for it; answers whether it did. */
  boolean free(String consumer, ParkedKey key) {
    return jdbc.update(FREE, consumer, key.bytes()) > 0;
  }

  /** One attempt more, and why it failed. */
  void failed(ParkedRow row, Decision decision, Grounds grounds) {
    audit(row, decision, Treated.Outcome.FAILED, grounds.reason());
    jdbc.update(
        FAILED,
        lower(grounds.kind()),
        grounds.reason(),
        grounds.fingerprint(),
        row.event().number());
  }

  private void audit(
      ParkedRow row, Decision decision, Treated.Outcome outcome, @Nullable String detail) {
    jdbc.update(
        AUDIT, decision.actor(), decision.reason(), lower(outcome), detail, row.event().number());
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static final RowMapper<ParkedRecord> EVENT =
      (row, n) -> {
        byte[] key = row.getBytes("key");
        return new ParkedRecord(
            row.getLong("number"),
            ParkedRecord.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            key == null ? null : new String(key, StandardCharsets.UTF_8),
            row.getObject("event_id", UUID.class),
            row.getString("type"),
            row.getString("topic"),
            row.getInt("partition"),
            row.getLong("record_offset"),
            row.getString("reason"),
            row.getString("fingerprint"),
            row.getInt("attempts"),
            row.getObject("parked_at", OffsetDateTime.class).toInstant());
      };

  private static final RowMapper<Place> PLACE =
      (row, n) -> new Place(EVENT.mapRow(row, n), key(row));

  static final RowMapper<ParkedRow> ROW =
      (row, n) -> new ParkedRow(EVENT.mapRow(row, n), key(row), row.getLong("digest"), record(row));

  private static @Nullable ParkedKey key(ResultSet row) throws SQLException {
    byte[] key = row.getBytes("parked_key");
    return key == null ? null : ParkedKey.stored(key);
  }

  private static ConsumerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
    RecordHeaders headers = new RecordHeaders();
    byte[][] names = (byte[][]) row.getArray("header_names").getArray();
    byte[][] values = (byte[][]) row.getArray("header_values").getArray();
    for (int i = 0; i < names.length; i++) {
      headers.add(new String(names[i], StandardCharsets.UTF_8), values[i]);
    }
    byte[] key = row.getBytes("key");
    byte[] value = row.getBytes("value");
    return new ConsumerRecord<>(
        row.getString("topic"),
        row.getInt("partition"),
        row.getLong("record_offset"),
        row.getLong("record_time_millis"),
        TimestampType.CREATE_TIME,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }
}
