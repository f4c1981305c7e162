package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;

/** What led to something is remembered by the transaction that it led to. */
final class InboxInvariants {
  private static final String FACTS =
      """
      SELECT format('%s (%s of %s): its cause %s %s', f.id, f.type, f.partition_key, f.causation_id,
                    CASE WHEN p.event_id IS NULL THEN 'is not remembered'
                         ELSE 'was remembered by another transaction' END)
      FROM messaging.outbox f
      LEFT JOIN messaging.processed_events p
        ON p.consumer = '%CONSUMER%' AND p.event_id::text = f.causation_id
      WHERE f.causation_id IS NOT NULL
        AND (p.event_id IS NULL OR p.xmin::text <> f.xmin::text)
      """;

  // Orders tell nothing because of a fact, so it is their steps that must be remembered.
  private static final String STEPS =
      """
      SELECT format('%s: %s because of %s, which that transaction does not remember',
                    order_id, status, because)
      FROM orders.order_history
      WHERE because NOT LIKE 'order.%'
        AND xmin::text NOT IN (SELECT xmin::text FROM messaging.processed_events)
      """;

  private InboxInvariants() {}

  static Finding checkSteps(Database orders) {
    long looked =
        orders.number("SELECT count(*) FROM orders.order_history WHERE because NOT LIKE 'order.%'");
    return Findings.of(
        "order remembers what led to a step in the transaction that took it",
        looked + " steps",
        orders.texts(STEPS));
  }

  static Finding check(String consumer, Database database) {
    long looked =
        database.number("SELECT count(*) FROM messaging.outbox WHERE causation_id IS NOT NULL");
    return Findings.of(
        "%s remembers each cause in the transaction that acted".formatted(consumer),
        looked + " facts with a cause",
        database.texts(FACTS.replace("%CONSUMER%", consumer)));
  }
}
