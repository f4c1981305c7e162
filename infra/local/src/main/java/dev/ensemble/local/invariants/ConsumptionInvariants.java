package dev.ensemble.local.invariants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each event that a consumer acts on, it has acted on once. One that is parked is not: it is told
 * apart from one that was lost, as it waits for somebody to decide.
 */
final class ConsumptionInvariants {
  private final TopicLog log;
  private final Horizon horizon;

  ConsumptionInvariants(TopicLog log, Horizon horizon) {
    this.log = log;
    this.horizon = horizon;
  }

  Finding check(Reacts consumer, Database service) {
    Set<String> expected = new HashSet<>();
    log.firsts()
        .forEach(
            (id, first) -> {
              if (consumer.actsOn(first.topic(), first.type())) {
                expected.add(id);
              }
            });
    List<String> offenders = new ArrayList<>();
    Set<String> processed = new HashSet<>();
    for (String id : service.texts(processedBy(consumer))) {
      if (!processed.add(id)) {
        offenders.add(id + ": remembered twice");
      } else if (!expected.contains(id) && horizon.demands(id)) {
        offenders.add(id + ": acted on, but on no topic as something to act on");
      }
    }
    Map<String, String> parked = parkedBy(consumer, service);
    expected.stream()
        .filter(id -> !processed.contains(id))
        .forEach(id -> offenders.add(id + ": " + parked.getOrDefault(id, "never acted on")));
    return Finding.of(
        "%s acted once on each event that concerns it".formatted(consumer.consumer()),
        "%d events, %d remembered%s"
            .formatted(
                expected.size(),
                processed.size(),
                parked.isEmpty() ? "" : ", " + parked.size() + " parked"),
        offenders);
  }

  /** By event id, what to say of it. */
  private static Map<String, String> parkedBy(Reacts consumer, Database service) {
    Map<String, String> parked = new HashMap<>();
    service.each(
        """
        SELECT event_id::text, kind, number FROM messaging.parked_events
        WHERE consumer = '%s' AND event_id IS NOT NULL
        """
            .formatted(consumer.consumer()),
        row ->
            parked.put(
                row.getString(1),
                "parked, %s; see and redrive it: java -jar %s-service.jar parked show %d"
                    .formatted(row.getString(2), consumer.consumer(), row.getLong(3))));
    return parked;
  }

  /** Events of other producers, whose ids bear no time, are remembered in a table of their own. */
  private static String processedBy(Reacts consumer) {
    return """
        SELECT event_id::text FROM messaging.processed_events WHERE consumer = '%1$s'
        UNION ALL
        SELECT event_id::text FROM messaging.processed_foreign_events WHERE consumer = '%1$s'
        """
        .formatted(consumer.consumer());
  }
}
