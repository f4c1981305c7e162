package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The parked events of one consumer as its database has them. */
final class ParkedEventsView implements ParkedEvents {
  private static final String FIND =
      "SELECT %s FROM messaging.parked_events WHERE consumer = ? AND number = ?"
          .formatted(ParkedEventsTable.WHOLE);

  private static final String HISTORY =
      """
      SELECT at, actor, reason, result, detail FROM messaging.parking_audit
      WHERE consumer = ? AND number = ?
      ORDER BY id
      LIMIT ?
      """;

  private final JdbcTemplate jdbc;
  private final String consumer;
  private final Outages outages;

  ParkedEventsView(JdbcTemplate jdbc, String consumer, Outages outages) {
    this.jdbc = jdbc;
    this.consumer = consumer;
    this.outages = outages;
  }

  @Override
  public List<ParkedRecord> list(ParkedSelection selection, ParkedPage page) {
    List<Object> values = of(selection);
    if (page.beyond() != null) {
      values.add(page.beyond());
    }
    values.add(page.eventsMax());
    String list =
        """
        SELECT %s FROM messaging.parked_events
        WHERE consumer = ? AND %s %s
        ORDER BY number %s
        LIMIT ?
        """
            .formatted(
                ParkedEventsTable.SHOWN,
                ParkedPredicate.condition(selection),
                page.beyond() == null
                    ? ""
                    : page.newestFirst() ? "AND number < ?" : "AND number > ?",
                page.newestFirst() ? "DESC" : "ASC");
    return told(() -> jdbc.query(list, ParkedEventsTable.EVENT, values.toArray()));
  }

  @Override
  public List<ParkedGroup> groups(ParkedSelection selection, ParkedGroup.By by, int groupsMax) {
    List<Object> values = of(selection);
    values.add(new ParkedPage(false, null, groupsMax).eventsMax());
    // By name, and never by anything that a caller wrote.
    String column = by.name().toLowerCase(Locale.ROOT);
    String groups =
        """
        SELECT %1$s, count(*), min(parked_at), max(parked_at), min(number)
        FROM messaging.parked_events
        WHERE consumer = ? AND %2$s
        GROUP BY %1$s
        ORDER BY count(*) DESC, min(number)
        LIMIT ?
        """
            .formatted(column, ParkedPredicate.condition(selection));
    return told(() -> jdbc.query(groups, group(by), values.toArray()));
  }

  @Override
  public Optional<ParkedContent> find(long number) {
    return told(
        () ->
            jdbc.query(FIND, ParkedEventsTable.ROW, consumer, number).stream()
                .map(row -> new ParkedContent(row.event(), row.record(), history(number)))
                .findFirst());
  }

  @Override
  public List<ParkingNote> history(long number) {
    return told(() -> jdbc.query(HISTORY, NOTE, consumer, number, ParkedPage.EVENTS_MAX));
  }

  private List<Object> of(ParkedSelection selection) {
    List<Object> values = new ArrayList<>();
    values.add(consumer);
    values.addAll(ParkedPredicate.values(selection));
    return values;
  }

  private <T> T told(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException failure) {
      throw outages.isOutage(failure) ? new InboxOutage(failure) : failure;
    }
  }

  private static RowMapper<ParkedGroup> group(ParkedGroup.By by) {
    return (row, n) -> {
      byte[] key = by == ParkedGroup.By.KEY ? row.getBytes(1) : null;
      String value =
          key == null
              ? by == ParkedGroup.By.KEY ? null : row.getString(1)
              : new String(key, StandardCharsets.UTF_8);
      return new ParkedGroup(
          value,
          row.getLong(2),
          row.getObject(3, OffsetDateTime.class).toInstant(),
          row.getObject(4, OffsetDateTime.class).toInstant(),
          row.getLong(5));
    };
  }

  private static final RowMapper<ParkingNote> NOTE =
      (row, n) ->
          new ParkingNote(
              row.getObject("at", OffsetDateTime.class).toInstant(),
              new Decision(row.getString("actor"), row.getString("reason")),
              Treated.Outcome.valueOf(row.getString("result").toUpperCase(Locale.ROOT)),
              row.getString("detail"));
}
