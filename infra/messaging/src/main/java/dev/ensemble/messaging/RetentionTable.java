package dev.ensemble.messaging;

import java.time.Duration;
import java.time.LocalDate;
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
    OUTBOX("drop_outbox_day"),
    PROCESSED_EVENTS("drop_processed_day");

    private final String dropFunction;

    Days(String dropFunction) {
      this.dropFunction = dropFunction;
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

  private final ReadCommitted database;

  RetentionTable(JdbcTemplate jdbc) {
    this.database = new ReadCommitted(jdbc);
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
    String drop = "SELECT messaging.%s(?, make_interval(secs => ?))".formatted(days.dropFunction);
    return database
        .run(
            jdbc ->
                jdbc.query(
                    drop,
                    (row, n) -> Optional.ofNullable(row.getString(1)),
                    day,
                    (double) keep.toSeconds()))
        .getFirst();
  }

  /** How many were forgotten now. */
  int forgetForeign(Duration keep, int limit) {
    @Nullable Integer forgotten =
        database.run(
            jdbc -> jdbc.queryForObject(FORGET, Integer.class, (double) keep.toSeconds(), limit));
    return forgotten == null ? 0 : forgotten;
  }
}
