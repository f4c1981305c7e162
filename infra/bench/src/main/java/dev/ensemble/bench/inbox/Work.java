package dev.ensemble.bench.inbox;

import dev.ensemble.bench.inbox.contenders.Tally;
import dev.ensemble.local.stack.Refusal;

/** What a run must leave in its database, beside what the contender says to have done. */
record Work(Contender contender, Case one, Events events) {

  /**
   * What is known of it from outside its database.
   *
   * @param whole whether it ended at the end of the topic
   * @param committed how many records its group has left behind it
   */
  record Said(Tally tally, boolean whole, long committed) {}

  /**
   * What its database shows.
   *
   * @param told rows of the outbox
   * @param causes distinct events that led to them
   * @param amounts the sum of what they tell
   * @param booked the sum of what was booked
   * @param remembered ids that were not remembered before
   */
  record Found(long told, long causes, long amounts, long booked, long remembered) {}

  /**
   * Compares the two.
   *
   * @throws Refusal where the work was not done, or other work
   */
  void require(Said said, Found found) {
    long freshMost = events.count() - events.repeated().count();
    requireEqual("events that failed, were parked or ignored", 0, said.tally().others());
    requireEqual("events that led to something", found.told(), found.causes());
    requireEqual("effects", said.tally().fresh(), found.told());
    requireEqual("the sum of what was booked", found.amounts(), found.booked());
    if (contender.remembers()) {
      requireEqual("events remembered", found.told(), found.remembered());
    }
    if (said.whole()) {
      requireEqual("effects of the whole topic", freshMost, found.told());
    }
    if (found.told() > freshMost) {
      throw refusal("has acted on %d events, and %d are fresh", found.told(), freshMost);
    }
    // More is no mistake: what came twice in a rebalance was known the second time.
    if (said.tally().done() < said.committed()) {
      throw refusal(
          "has left %d records behind and is done with %d", said.committed(), said.tally().done());
    }
  }

  private void requireEqual(String what, long expected, long seen) {
    if (expected != seen) {
      throw refusal(what + " should be %d, not %d", expected, seen);
    }
  }

  private Refusal refusal(String what, long first, long second) {
    return new Refusal(
        "%s, %s: %s".formatted(contender, one.word(), what.formatted(first, second)));
  }
}
