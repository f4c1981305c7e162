package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** What live traffic asks of the parked, and adds to them. */
final class ParkingTable {

  /** What was parked now, as which number. */
  record Added(Parkable event, long number) {}

  /** How much room is taken. */
  record Taken(long events, long bytes) {}

  /** How many wait, and how many keys are held by them. */
  record Counts(long events, long keys) {}

  // FOR KEY SHARE: any number of batches at once, and none while somebody redrives or discards.
  // Sorted, so that all wait for each other in one order.
  private static final String LOCK_SHARED =
      """
      SELECT record_key FROM messaging.parked_keys
      WHERE consumer = ? AND record_key = ANY (?)
      ORDER BY record_key
      FOR KEY SHARE
      """;

  // The update changes nothing but locks a key that is there already: DO NOTHING would leave it to
  // a redrive that frees it before the event behind it is in.
  private static final String HOLD =
      """
      INSERT INTO messaging.parked_keys (consumer, record_key)
      SELECT ?, record_key FROM unnest(?) AS held (record_key) ORDER BY record_key
      ON CONFLICT (consumer, record_key) DO UPDATE SET since = parked_keys.since
      """;

  private static final String FREE =
      """
      DELETE FROM messaging.parked_keys AS held
      WHERE consumer = ? AND record_key = ANY (?)
        AND NOT EXISTS (
          SELECT FROM messaging.parked_events AS waiting
          WHERE waiting.consumer = held.consumer AND waiting.parked_key = held.record_key)
      """;

  // Each of the four looks into an index of its own.
  private static final String SETTLED =
      """
      SELECT place FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY
        AS came (event_id, digest, topic, partition, record_offset, place),
        (SELECT ?::text AS consumer) AS who
      WHERE EXISTS (
          SELECT FROM messaging.parked_events AS known
          WHERE known.consumer = who.consumer
            AND known.event_id = came.event_id AND known.digest = came.digest)
        OR EXISTS (
          SELECT FROM messaging.parking_audit AS known
          WHERE known.result = 'discarded' AND known.consumer = who.consumer
            AND known.event_id = came.event_id AND known.digest = came.digest)
        OR (came.event_id IS NULL AND EXISTS (
          SELECT FROM messaging.parked_events AS known
          WHERE known.event_id IS NULL AND known.consumer = who.consumer
            AND known.topic = came.topic AND known.partition = came.partition
            AND known.record_offset = came.record_offset AND known.digest = came.digest))
        OR (came.event_id IS NULL AND EXISTS (
          SELECT FROM messaging.parking_audit AS known
          WHERE known.result = 'discarded' AND known.event_id IS NULL
            AND known.consumer = who.consumer
            AND known.topic = came.topic AND known.partition = came.partition
            AND known.record_offset = came.record_offset AND known.digest = came.digest))
      """;

  private static final String INSERT =
      """
      INSERT INTO messaging.parked_events (
        consumer, parked_key, event_id, digest, type, topic, partition, record_offset,
        record_time_millis, key, value, header_names, header_values,
        kind, reason, fingerprint, attempts)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      RETURNING number
      """;

  // Neither of the sizes needs the value to be read.
  private static final String TAKEN =
      """
      SELECT count(*),
             coalesce(sum(coalesce(octet_length(key), 0) + coalesce(octet_length(value), 0)
               + pg_column_size(header_names) + pg_column_size(header_values)), 0)::bigint
      FROM messaging.parked_events WHERE consumer = ?
      """;

  private static final String COUNT_BY_KEY =
      """
      SELECT parked_key, count(*) FROM messaging.parked_events
      WHERE consumer = ? AND parked_key = ANY (?)
      GROUP BY parked_key
      """;

  private static final String COUNTS =
      """
      SELECT (SELECT count(*) FROM messaging.parked_events WHERE consumer = ?),
             (SELECT count(*) FROM messaging.parked_keys WHERE consumer = ?)
      """;

  private final JdbcTemplate jdbc;
  private final ParkOrders orders;

  ParkingTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.orders = new ParkOrders(jdbc);
  }

  ParkOrders orders() {
    return orders;
  }

  /**
   * Which of the keys are parked, and stay so, and no others of them are freed, till the commit.
   */
  Set<ParkedKey> lockShared(String consumer, Collection<ParkedKey> keys) {
    Set<ParkedKey> parked = new HashSet<>();
    if (!keys.isEmpty()) {
      jdbc.query(
          connection -> ofKeys(connection, LOCK_SHARED, consumer, keys),
          row -> {
            parked.add(ParkedKey.stored(row.getBytes(1)));
          });
    }
    return parked;
  }

  /** Makes the keys parked ones, and holds them so till the commit. */
  void hold(String consumer, Set<ParkedKey> keys) {
    if (!keys.isEmpty()) {
      jdbc.update(connection -> ofKeys(connection, HOLD, consumer, keys));
    }
  }

  /** Takes keys back that are held: those for which nothing waits. */
  void free(String consumer, Set<ParkedKey> keys) {
    if (!keys.isEmpty()) {
      jdbc.update(connection -> ofKeys(connection, FREE, consumer, keys));
    }
  }

  private static PreparedStatement ofKeys(
      Connection connection, String sql, String consumer, Collection<ParkedKey> keys)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    byte[][] bytes = keys.stream().distinct().map(ParkedKey::bytes).toArray(byte[][]::new);
    statement.setString(1, consumer);
    statement.setArray(2, connection.createArrayOf("bytea", bytes));
    return statement;
  }

  /** Which of them, by their places from 0, are parked already or were discarded. */
  Set<Integer> settled(String consumer, List<Parkable> came) {
    Set<Integer> places = new HashSet<>();
    jdbc.query(
        connection -> {
          PreparedStatement settled = connection.prepareStatement(SETTLED);
          settled.setArray(
              1, column(connection, "uuid", came, UUID[]::new, one -> one.identity().id()));
          settled.setArray(
              2, column(connection, "int8", came, Long[]::new, one -> one.identity().digest()));
          settled.setArray(
              3, column(connection, "text", came, String[]::new, one -> one.record().topic()));
          settled.setArray(
              4, column(connection, "int4", came, Integer[]::new, one -> one.record().partition()));
          settled.setArray(
              5, column(connection, "int8", came, Long[]::new, one -> one.record().offset()));
          settled.setString(6, consumer);
          return settled;
        },
        row -> {
          places.add(row.getInt(1) - 1);
        });
    return places;
  }

  private static Array column(
      Connection connection,
      String type,
      List<Parkable> came,
      IntFunction<Object[]> array,
      Function<Parkable, @Nullable Object> value)
      throws SQLException {
    return connection.createArrayOf(type, came.stream().map(value).toArray(array));
  }

  Taken taken(String consumer) {
    Taken taken =
        jdbc.queryForObject(TAKEN, (row, n) -> new Taken(row.getLong(1), row.getLong(2)), consumer);
    return taken == null ? new Taken(0, 0) : taken;
  }

  Map<ParkedKey, Long> countByKey(String consumer, Set<ParkedKey> keys) {
    Map<ParkedKey, Long> counts = new HashMap<>();
    jdbc.query(
        connection -> ofKeys(connection, COUNT_BY_KEY, consumer, keys),
        row -> {
          counts.put(ParkedKey.stored(row.getBytes(1)), row.getLong(2));
        });
    return counts;
  }

  Counts counts(String consumer) {
    Counts counts =
        jdbc.queryForObject(
            COUNTS, (row, n) -> new Counts(row.getLong(1), row.getLong(2)), consumer, consumer);
    return counts == null ? new Counts(0, 0) : counts;
  }

  /**
   * Adds them in their order.
   *
   * @return those that were not there
   */
  List<Added> insert(String consumer, List<Parkable> all) {
    List<Added> added =
        jdbc.execute((ConnectionCallback<List<Added>>) c -> insert(c, consumer, all));
    return added == null ? List.of() : added;
  }

  // No JDBC batch: one whose connection dies fails with all of its values in the exception's text,
  // and the pool logs that.
  private static List<Added> insert(Connection connection, String consumer, List<Parkable> all)
      throws SQLException {
    List<Added> added = new ArrayList<>();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Parkable one : all) {
        set(connection, insert, consumer, one);
        try (ResultSet number = insert.executeQuery()) {
          if (number.next()) {
            added.add(new Added(one, number.getLong(1)));
          }
        }
      }
    }
    return added;
  }

  private static void set(
      Connection connection, PreparedStatement insert, String consumer, Parkable one)
      throws SQLException {
    var record = one.record();
    Identity identity = one.identity();
    Header[] headers = record.headers().toArray();
    byte[][] names = new byte[headers.length][];
    byte[][] values = new byte[headers.length][];
    for (int i = 0; i < headers.length; i++) {
      names[i] = headers[i].key().getBytes(StandardCharsets.UTF_8);
      values[i] = headers[i].value();
    }
    insert.setString(1, consumer);
    insert.setBytes(2, one.key() == null ? null : one.key().bytes());
    insert.setObject(3, identity.id(), Types.OTHER);
    insert.setLong(4, identity.digest());
    insert.setString(5, identity.type());
    insert.setString(6, record.topic());
    insert.setInt(7, record.partition());
    insert.setLong(8, record.offset());
    insert.setLong(9, record.timestamp());
    insert.setBytes(10, record.key());
    insert.setBytes(11, record.value());
    insert.setArray(12, connection.createArrayOf("bytea", names));
    insert.setArray(13, connection.createArrayOf("bytea", values));
    insert.setString(14, one.grounds().kind().name().toLowerCase(Locale.ROOT));
    insert.setString(15, one.grounds().reason());
    insert.setString(16, one.grounds().fingerprint());
    insert.setInt(17, one.grounds().attempts());
  }
}
