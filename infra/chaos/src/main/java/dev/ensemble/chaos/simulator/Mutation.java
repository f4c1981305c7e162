package dev.ensemble.chaos.simulator;

/** One defence taken away, to see that the checks notice it. */
enum Mutation {
  NONE("nothing is taken away"),
  INBOX_REMOVED("the inbox remembers no id"),
  INBOX_APART("the inbox remembers the id in a transaction of its own, before the one that acts"),
  OUTBOX_APART("the outbox row is written after the commit of the change that it tells of"),
  MARKED_UNSENT("the relay moves on before the broker has acknowledged"),
  REFUND_WITHOUT_KEY("the provider is asked to pay back without an idempotency key"),
  CANCELLED_REVIVED("an order that was cancelled forgets that it was"),
  PARKED_OVERTAKEN("live events pass those of their key that are parked"),
  DISPATCHED_TOO_LATE("the warehouse's call does not look whether the shipment was cancelled");

  private final String title;

  Mutation(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
