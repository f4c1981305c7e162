package dev.ensemble.messaging;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which parked events are still to be copied. */
final class DeadLettersTable {

  /** What became of one. */
  enum Mark {
    COPIED,
    REFUSED
  }

  private static final String MARK =
      "UPDATE messaging.parked_events SET dead_letter = ? WHERE number = ?";

  private final JdbcTemplate jdbc;

  DeadLettersTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** One at a time, as each may be as large as its topic lets records be. */
  Optional<ParkedRow> next(String consumer) {
    return jdbc.query(ParkedEventsTable.TO_COPY, ParkedEventsTable.ROW, consumer).stream()
        .findFirst();
  }

  /** One that was redriven or discarded meanwhile is gone, and no mark is missing. */
  void mark(long number, Mark mark) {
    jdbc.update(MARK, ParkedEventsTable.lower(mark), number);
  }
}
