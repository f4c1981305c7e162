package dev.ensemble.local.invariants;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Each event that a consumer acts on, it has acted on once. */
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
    expected.stream()
        .filter(id -> !processed.contains(id))
        .forEach(id -> offenders.add(id + ": never acted on"));
    return Finding.of(
        "%s acted once on each event that concerns it".formatted(consumer.consumer()),
        "%d events, %d remembered".formatted(expected.size(), processed.size()),
        offenders);
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
