package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.TopicLog;
import dev.ensemble.local.invariants.TopicLog.First;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What led to something is remembered by the transaction that it led to, and has led to it once.
 */
final class InboxInvariants {
  private static final String FACTS =
      """
      SELECT format('%s (%s of %s): its cause %s %s', f.id, f.type, f.partition_key, f.causation_id,
                    CASE WHEN p.event_id IS NULL THEN 'is not remembered'
                         ELSE 'was remembered by another transaction' END)
      FROM messaging.outbox f
      LEFT JOIN (SELECT consumer, event_id, xmin AS by FROM messaging.processed_events
                 UNION ALL
                 SELECT consumer, event_id, xmin FROM messaging.processed_foreign_events) p
        ON p.consumer = ? AND p.event_id::text = f.causation_id
      WHERE f.causation_id IS NOT NULL
        AND (p.event_id IS NULL OR p.by::text <> f.xmin::text)
      """;

  // Whatever the inbox itself remembers: one that forgets, and acts twice, shows here.
  private static final String TWICE =
      """
      SELECT format('%s: led to %s of %s %s times', causation_id, type, partition_key, count(*))
      FROM messaging.outbox
      WHERE causation_id IS NOT NULL
      GROUP BY causation_id, type, partition_key
      HAVING count(*) > 1
      """;

  private static final String STEPS =
      """
      SELECT order_id::text, status, because, xmin::text
      FROM orders.order_history WHERE because NOT LIKE 'order.%'
      """;

  private static final String REMEMBERED =
      """
      SELECT xmin::text, event_id::text FROM messaging.processed_events WHERE consumer = 'order'
      """;

  private InboxInvariants() {}

  /** Orders tell nothing because of a fact, so it is their steps that must be remembered. */
  static Finding checkSteps(Database orders, TopicLog log) {
    Map<Long, List<First>> rememberedBy = new HashMap<>();
    orders.each(
        REMEMBERED,
        row -> {
          First event = log.first(row.getString(2));
          if (event != null) {
            rememberedBy.computeIfAbsent(row.getLong(1), same -> new ArrayList<>(1)).add(event);
          }
        });
    List<String> offenders = new ArrayList<>();
    long[] looked = new long[1];
    orders.each(
        STEPS,
        row -> {
          looked[0]++;
          String order = row.getString(1);
          String because = row.getString(3);
          boolean isRemembered =
              rememberedBy.getOrDefault(row.getLong(4), List.of()).stream()
                  .anyMatch(event -> event.type().equals(because) && event.key().equals(order));
          if (!isRemembered) {
            offenders.add(
                "%s: %s because of %s, which that transaction does not remember"
                    .formatted(order, row.getString(2), because));
          }
        });
    return Finding.of(
        "order remembers what led to a step in the transaction that took it",
        looked[0] + " steps",
        offenders);
  }

  static List<Finding> check(String consumer, Database database) {
    String looked =
        database.number("SELECT count(*) FROM messaging.outbox WHERE causation_id IS NOT NULL")
            + " facts with a cause";
    return List.of(
        Finding.of(
            "%s remembers each cause in the transaction that acted".formatted(consumer),
            looked,
            database.texts(FACTS, consumer)),
        Finding.of(
            "%s told what followed from an event once".formatted(consumer),
            looked,
            database.texts(TWICE)));
  }
}
