package dev.ensemble.local.invariants;

/** What three databases say of one order, put side by side while they are read. */
final class OrderFile {
  /** As order-service says; empty where it does not know the order. */
  String status = "";

  long totalCents;

  /** What was ordered, {@code 2×mug 1×pot}; and below, what left the warehouse. */
  String ordered = "";

  String dispatched = "";

  int charges;
  long chargedCents;
  int refunds;
  long refundedCents;

  /** Facts told: charges, refunds and dispatches. */
  int chargesTold;

  int refundsTold;
  int dispatchesTold;

  boolean known() {
    return !status.isEmpty();
  }

  boolean completed() {
    return status.equals("COMPLETED");
  }

  boolean cancelled() {
    return status.equals("CANCELLED");
  }

  boolean ended() {
    return !known() || completed() || cancelled();
  }

  boolean fulfilled() {
    return chargedInFullOnce() && refunds == 0 && dispatched.equals(ordered);
  }

  boolean undone() {
    boolean neverCharged = charges == 0 && refunds == 0;
    boolean refunded = chargedInFullOnce() && refunds == 1 && refundedCents == totalCents;
    return dispatched.isEmpty() && (neverCharged || refunded);
  }

  private boolean chargedInFullOnce() {
    return charges == 1 && chargedCents == totalCents;
  }

  boolean toldAsItHappened() {
    return chargesTold == charges
        && refundsTold == refunds
        && dispatchesTold == (dispatched.isEmpty() ? 0 : 1);
  }

  String happened() {
    return "%s, total %d cents: charged %d times, %d cents; refunded %d times, %d cents; %s"
        .formatted(
            known() ? status : "unknown to order-service",
            totalCents,
            charges,
            chargedCents,
            refunds,
            refundedCents,
            dispatched.isEmpty() ? "not dispatched" : "dispatched " + dispatched);
  }

  String told() {
    return "told %d charges of %d, %d refunds of %d, %d dispatches of %d"
        .formatted(
            chargesTold,
            charges,
            refundsTold,
            refunds,
            dispatchesTold,
            dispatched.isEmpty() ? 0 : 1);
  }
}
