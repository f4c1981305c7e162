package dev.ensemble.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes the partitions for the coming days before they are needed, and for the past ones of which
 * events may still come. Any number of replicas may do so at once: the database's function lets one
 * in at a time and skips what is there.
 */
final class PartitionUpkeep {

  /**
   * Twenty-four looks a day. One that fails is repeated every ten seconds, and after a minute
   * health {@code workers} says so: days before it hurts, as days are made ahead.
   */
  static final Duration PACE = Duration.ofHours(1);

  private static final String ENSURE = "SELECT messaging.ensure_partitions(?, ?)";

  /** For how long back and ahead there are to be partitions. */
  record Span(Duration behind, Duration ahead) {}

  private final ReadCommitted database;
  private final Clock clock;
  private final Span span;

  PartitionUpkeep(JdbcTemplate jdbc, Clock clock, Span span) {
    this.database = new ReadCommitted(jdbc);
    this.clock = clock;
    this.span = span;
  }

  /** One pass; answers how many partitions it made. */
  int runOnce() {
    return database.run(
        jdbc ->
            jdbc.queryForObject(
                ENSURE, Integer.class, dayOf(span.behind().negated()), dayOf(span.ahead())));
  }

  private LocalDate dayOf(Duration fromNow) {
    return LocalDate.ofInstant(clock.instant().plus(fromNow), ZoneOffset.UTC);
  }
}
