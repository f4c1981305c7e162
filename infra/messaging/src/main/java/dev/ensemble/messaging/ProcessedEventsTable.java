package dev.ensemble.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a service's consumers have acted on. */
final class ProcessedEventsTable {

  /** One event as it is remembered. */
  record Entry(UUID eventId, long digest) {}

  // For the running transaction alone.
  private static final String LIMITS =
      """
      SELECT set_config('lock_timeout', ?, true),
             set_config('statement_timeout', ?, true),
             set_config('idle_in_transaction_session_timeout', ?, true),
             set_config('transaction_timeout', ?, true),
             CASE current_setting('synchronous_commit') WHEN 'off'
               THEN set_config('synchronous_commit', 'local', true) END,
             current_setting('transaction_isolation')
      """;

  private static final int LEVEL_COLUMN = 6;

  private static final String TRANSACTION = "SELECT pg_current_xact_id()::text";

  // One statement for both questions, as every batch asks them: as a rule nothing is parked.
  private static final String TRANSACTION_AND_WHETHER_ANY_IS_PARKED =
      """
      SELECT pg_current_xact_id()::text,
             EXISTS (SELECT FROM messaging.parked_events WHERE consumer = ?)
      """;

  private static final String PARKED =
      """
      SELECT event_id, digest FROM messaging.parked_events WHERE consumer = ? AND event_id = ANY (?)
      """;

  private static final String HOLD = "SELECT messaging.hold_events(?, ?, ?)";

  private static final String DAYS =
      """
      SELECT to_date(right(day.relname, 8), 'YYYYMMDD')
      FROM pg_catalog.pg_inherits
      JOIN pg_catalog.pg_class AS day ON day.oid = inhrelid
      WHERE inhparent = 'messaging.processed_events'::regclass
      """;

  private final JdbcTemplate jdbc;

  ProcessedEventsTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Besides the limits: where the server's default is not to wait for its own disk, this commit
   * does. The broker is told next that the events are done with, and a crash of the database would
   * take their effects back for good.
   *
   * @return at which level the transaction runs, as PostgreSQL names it
   */
  String limitTransaction(InboxLimits limits) {
    return jdbc.query(
        LIMITS,
        rows -> {
          rows.next();
          return rows.getString(LEVEL_COLUMN);
        },
        millis(limits.lock()),
        millis(limits.statement()),
        millis(limits.idle()),
        millis(limits.transaction()));
  }

  private static String millis(Duration limit) {
    return limit.toMillis() + "ms";
  }

  /** The running transaction's number: it changes where somebody ended the transaction halfway. */
  String transaction() {
    return jdbc.query(TRANSACTION, ProcessedEventsTable::oneText);
  }

  /**
   * The running transaction's number, once the events are claimed. Whoever parks one holds its id,
   * so that a claim waits for that: what was parked meanwhile is seen here.
   *
   * @throws ParkedMeanwhile where any of them is parked
   */
  String transaction(String consumer, Collection<Entry> claimed) {
    Running running =
        jdbc.query(
            TRANSACTION_AND_WHETHER_ANY_IS_PARKED,
            rows -> {
              rows.next();
              return new Running(rows.getString(1), rows.getBoolean(2));
            },
            consumer);
    Set<Entry> parked = running.anyParked() ? parked(consumer, claimed) : Set.of();
    if (!parked.isEmpty()) {
      throw new ParkedMeanwhile(parked);
    }
    return running.number();
  }

  private record Running(String number, boolean anyParked) {}

  private Set<Entry> parked(String consumer, Collection<Entry> claimed) {
    Set<Entry> parked =
        new HashSet<>(
            jdbc.query(
                connection -> ofIds(connection, PARKED, consumer, List.of(claimed)),
                (row, n) -> new Entry(row.getObject(1, UUID.class), row.getLong(2))));
    parked.retainAll(claimed);
    return parked;
  }

  /**
   * Waits for whoever acts on the events at this moment; afterwards nobody does until the
   * transaction ends. What was acted on is seen by the next statement.
   */
  void hold(String consumer, Collection<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<Collection<Entry>> parts = new ArrayList<>();
    for (IdsTable table : IdsTable.values()) {
      parts.add(table.partOf(entries));
    }
    try {
      jdbc.query(connection -> ofIds(connection, HOLD, consumer, parts), row -> {});
    } catch (RuntimeException refused) {
      throw MissingPartition.ifThatIsIt("processed_events", refused);
    }
  }

  private static PreparedStatement ofIds(
      Connection connection, String sql, String consumer, List<Collection<Entry>> parts)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, consumer);
    for (int i = 0; i < parts.size(); i++) {
      UUID[] ids = parts.get(i).stream().map(Entry::eventId).toArray(UUID[]::new);
      statement.setArray(i + 2, connection.createArrayOf("uuid", ids));
    }
    return statement;
  }

  /**
   * Remembers one event as acted on, whoever else does so at this moment.
   *
   * @return false where it was known before, and must not be acted on again
   */
  boolean claim(String consumer, Entry entry) {
    return claim(IdsTable.of(entry.eventId()), consumer, entry);
  }

  /**
   * Remembers an event whose day has no partition any more, beside those without a time in their
   * ids; false where somebody did so before.
   */
  boolean claimForgotten(String consumer, Entry entry) {
    return claim(IdsTable.PROCESSED_FOREIGN_EVENTS, consumer, entry);
  }

  private boolean claim(IdsTable table, String consumer, Entry entry) {
    try {
      return jdbc.update(table.claim(), consumer, entry.eventId(), entry.digest()) == 1;
    } catch (RuntimeException refused) {
      throw MissingPartition.ifThatIsIt("processed_events", refused);
    }
  }

  private static void set(
      Connection connection, PreparedStatement statement, String consumer, List<Entry> part)
      throws SQLException {
    UUID[] ids = part.stream().map(Entry::eventId).toArray(UUID[]::new);
    Long[] digests = part.stream().map(Entry::digest).toArray(Long[]::new);
    statement.setString(1, consumer);
    statement.setArray(2, connection.createArrayOf("uuid", ids));
    statement.setArray(3, connection.createArrayOf("int8", digests));
  }

  /**
   * Remembers those of a batch that were not known, in two statements: most batches hold either no
   * known event or nothing else, and both are cheaper so than by {@link #claim}.
   *
   * @return the digests of those that were known before; they must not be acted on again
   * @throws ClaimedMeanwhile where a rival remembered one of them between the two
   */
  Map<UUID, Long> remember(String consumer, Collection<Entry> entries) {
    Map<UUID, Long> known = new HashMap<>();
    for (IdsTable table : IdsTable.values()) {
      List<Entry> part = table.partOf(entries);
      digests(table, consumer, part, known);
      part.removeIf(entry -> known.containsKey(entry.eventId()));
      if (!part.isEmpty()) {
        add(table, consumer, part);
      }
    }
    return known;
  }

  private void add(IdsTable table, String consumer, List<Entry> fresh) {
    try {
      jdbc.update(
          connection -> {
            PreparedStatement add = connection.prepareStatement(table.add());
            set(connection, add, consumer, fresh);
            return add;
          });
    } catch (RuntimeException refused) {
      throw ClaimedMeanwhile.ifThatIsIt(MissingPartition.ifThatIsIt("processed_events", refused));
    }
  }

  /** The digests under which events are remembered; what is not is not among them. */
  Map<UUID, Long> digests(String consumer, Collection<Entry> entries) {
    Map<UUID, Long> digests = new HashMap<>();
    for (IdsTable table : IdsTable.values()) {
      digests(table, consumer, table.partOf(entries), digests);
    }
    return digests;
  }

  private void digests(IdsTable table, String consumer, List<Entry> part, Map<UUID, Long> digests) {
    if (!part.isEmpty()) {
      UUID[] ids = part.stream().map(Entry::eventId).toArray(UUID[]::new);
      jdbc.query(
          connection -> known(connection, table, consumer, ids),
          row -> {
            digests.put(row.getObject(1, UUID.class), row.getLong(2));
          });
    }
  }

  private static PreparedStatement known(
      Connection connection, IdsTable table, String consumer, UUID[] ids) throws SQLException {
    PreparedStatement known = connection.prepareStatement(table.known());
    known.setString(1, consumer);
    known.setArray(2, connection.createArrayOf("uuid", ids));
    UUID least = ids[0];
    UUID greatest = ids[0];
    for (UUID id : ids) {
      least = UuidV7.compare(id, least) < 0 ? id : least;
      greatest = UuidV7.compare(id, greatest) > 0 ? id : greatest;
    }
    known.setObject(3, least);
    known.setObject(4, greatest);
    return known;
  }

  /** The days for which there is a partition: an id of any other day cannot be proved new. */
  Set<LocalDate> days() {
    return Set.copyOf(jdbc.query(DAYS, (row, n) -> row.getObject(1, LocalDate.class)));
  }

  private static String oneText(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getString(1);
  }
}
