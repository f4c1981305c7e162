package dev.ensemble.messaging;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What goes from the schema's tables in time. The database's functions decide, by its own clock.
 */
final class RetentionTable {

  /** The tables that have days. */
  enum Days {
    OUTBOX("SELECT messaging.drop_outbox_day(?, make_interval(secs => ?), ?)"),
    PROCESSED_EVENTS("SELECT messaging.drop_processed_day(?, make_interval(secs => ?))");

    private final String drop;

    Days(String drop) {
      this.drop = drop;
    }

    String table() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String OVER =
      """
      SELECT day FROM (
        SELECT to_date(right(part.relname, 8), 'YYYYMMDD') AS day
        FROM pg_catalog.pg_inherits
        JOIN pg_catalog.pg_class AS part ON part.oid = inhrelid
        WHERE inhparent = ('messaging.' || ?)::regclass) AS days
      WHERE messaging.is_over(day, make_interval(secs => ?))
      ORDER BY day
      LIMIT ?
      """;

  private static final String FORGET =
      "SELECT messaging.forget_foreign_events(make_interval(secs => ?), ?)";

  private static final String FORGET_AUDIT =
      "SELECT messaging.forget_audit(make_interval(secs => ?), ?)";

  private final ReadCommitted database;
  private final @Nullable String relaySlot;

  /** With one slot that is the relay's. */
  RetentionTable(JdbcTemplate jdbc) {
    this(jdbc, null);
  }

  /**
   * @param relaySlot the relay's, by name
   */
  RetentionTable(JdbcTemplate jdbc, @Nullable String relaySlot) {
    this.database = new ReadCommitted(jdbc);
    this.relaySlot = relaySlot;
  }

  /** The oldest days that are older than what is kept. */
  List<LocalDate> over(Days days, Duration keep, int limit) {
    return database.run(
        jdbc ->
            jdbc.query(
                OVER,
                (row, n) -> row.getObject(1, LocalDate.class),
                days.table(),
                (double) keep.toSeconds(),
                limit));
  }

  /** Why it stays; empty where it is gone. */
  Optional<String> drop(Days days, LocalDate day, Duration keep) {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(day);
    arguments.add((double) keep.toSeconds());
    if (days == Days.OUTBOX) {
      arguments.add(relaySlot);
    }
    return database
        .run(
            jdbc ->
                jdbc.query(
                    days.drop,
                    (row, n) -> Optional.ofNullable(row.getString(1)),
                    arguments.toArray()))
        .getFirst();
  }

  /** How many were forgotten now. */
  int forgetForeign(Duration keep, int limit) {
    return forget(FORGET, keep, limit);
  }

  /** The same for what people did with parked events. */
  int forgetAudit(Duration keep, int limit) {
    return forget(FORGET_AUDIT, keep, limit);
  }

  private int forget(String sql, Duration keep, int limit) {
    return database.run(
        jdbc -> jdbc.queryForObject(sql, Integer.class, (double) keep.toSeconds(), limit));
  }
}
