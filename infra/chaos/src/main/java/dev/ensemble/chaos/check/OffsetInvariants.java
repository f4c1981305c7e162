package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Claims.Look;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Reacts;
import dev.ensemble.local.invariants.TopicLog;
import dev.ensemble.local.invariants.TopicLog.First;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No consumer's offset runs ahead of its work: at every look, whatever lay below an offset that was
 * committed before it had been acted on, as far as the consumer acts on it, or had been parked. A
 * group that is set back, or a topic that is published once more, brings a skipped event again, but
 * too late for that look.
 */
final class OffsetInvariants {
  private static final String PROCESSED =
      """
      SELECT event_id::text, xmin::text FROM messaging.processed_events WHERE consumer = ?
      UNION ALL
      SELECT event_id::text, xmin::text FROM messaging.processed_foreign_events WHERE consumer = ?
      """;

  // What is redriven is acted on long after its offset; what became of it is the audit's to say.
  private static final String PARKED =
      """
      SELECT event_id::text FROM messaging.parked_events WHERE consumer = ? AND event_id IS NOT NULL
      UNION
      SELECT event_id::text FROM messaging.parking_audit WHERE consumer = ? AND event_id IS NOT NULL
      """;

  private final Claims claims;
  private final TopicLog log;

  OffsetInvariants(Claims claims, TopicLog log) {
    this.claims = claims;
    this.log = log;
  }

  Finding check(Reacts consumer, Database database) {
    String group = consumer.consumer();
    Map<String, Long> processed = new HashMap<>();
    database.each(PROCESSED, row -> processed.put(row.getString(1), row.getLong(2)), group, group);
    Set<String> parked = new HashSet<>(database.texts(PARKED, group, group));
    List<String> offenders = new ArrayList<>();
    long looked = 0;
    for (Map.Entry<String, First> one : log.firsts().entrySet()) {
      First event = one.getValue();
      Look look =
          consumer.actsOn(event.topic(), event.type())
              ? claims.afterClaim(group, event.place(), event.offset())
              : null;
      if (look == null || parked.contains(one.getKey())) {
        continue;
      }
      looked++;
      Long xmin = processed.get(one.getKey());
      if (xmin == null || !look.snapshot().sees(xmin)) {
        offenders.add(
            "%s (%s of %s) at %s@%d: the offset was past it at %s, and it was acted on %s"
                .formatted(
                    one.getKey(),
                    event.type(),
                    event.key(),
                    event.place(),
                    event.offset(),
                    Instant.ofEpochMilli(look.atMillis()),
                    xmin == null ? "never" : "later"));
      }
    }
    return Finding.of(
        "%s's offset is never ahead of its work".formatted(group),
        "%d events, %d looks".formatted(looked, claims.looks().size()),
        offenders);
  }
}
