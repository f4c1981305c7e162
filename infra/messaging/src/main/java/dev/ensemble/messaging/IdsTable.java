package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Ids with a time in them go into its partitions, all others into a table of their own. */
enum IdsTable {
  PROCESSED_EVENTS,
  PROCESSED_FOREIGN_EVENTS;

  // A rival's uncommitted id is waited for: it commits and the id is known, or rolls back and the
  // id is ours.
  String claim() {
    return """
    INSERT INTO messaging.%s (consumer, event_id, digest) VALUES (?, ?, ?)
    ON CONFLICT DO NOTHING
    """
        .formatted(name().toLowerCase(Locale.ROOT));
  }

  // Between the least and the greatest: so that the planner looks into the days of these alone.
  String known() {
    return """
    SELECT event_id, digest FROM messaging.%s
    WHERE consumer = ? AND event_id = ANY (?) AND event_id BETWEEN ? AND ?
    """
        .formatted(name().toLowerCase(Locale.ROOT));
  }

  // For ids of which none was there a moment ago: two thirds of the price of ON CONFLICT (decision
  // 0023). A rival's uncommitted id is waited for here, too. Sorted, because two consumers that
  // insert the same ids in different orders deadlock.
  String add() {
    return """
    INSERT INTO messaging.%s (consumer, event_id, digest)
    SELECT ?, event_id, digest FROM unnest(?, ?) AS arrived (event_id, digest)
    ORDER BY event_id
    """
        .formatted(name().toLowerCase(Locale.ROOT));
  }

  static IdsTable of(UUID id) {
    return UuidV7.is(id) ? PROCESSED_EVENTS : PROCESSED_FOREIGN_EVENTS;
  }

  List<ProcessedEventsTable.Entry> partOf(Collection<ProcessedEventsTable.Entry> entries) {
    List<ProcessedEventsTable.Entry> part =
        new ArrayList<>(this == PROCESSED_EVENTS ? entries.size() : 0);
    for (ProcessedEventsTable.Entry entry : entries) {
      if (of(entry.eventId()) == this) {
        part.add(entry);
      }
    }
    return part;
  }
}
