package dev.ensemble.bench.inbox;

import dev.ensemble.local.stack.Refusal;

/** What a run has left in its database, beside what it says to have done. */
record Work(Databases databases, long events, Contender contender, Case one) {

  /**
   * Looks after a run.
   *
   * @param done how many records it says to be done with
   * @throws Refusal where the effects are others
   */
  void require(long done) {
    String schema = contender == Contender.LISTENER ? "bench" : "messaging";
    long told = databases.number("SELECT count(*) FROM %s.outbox".formatted(schema));
    long balance = databases.number("SELECT sum(balance) FROM bench.accounts");
    long amounts =
        databases.number(
            "SELECT coalesce(sum((convert_from(payload, 'UTF8')::jsonb ->> 'amount')::bigint), 0) FROM %s.outbox"
                .formatted(schema));
    long causes =
        databases.number("SELECT count(DISTINCT causation_id) FROM %s.outbox".formatted(schema));
    boolean whole = done >= events;
    long most = events - one.repeatedAmong(events);
    requireEqual("the sum of what was booked", amounts, balance);
    requireEqual("events that led to something", told, causes);
    if (whole) {
      requireEqual("effects", most, told);
    }
    if (told > most || told > done) {
      throw new Refusal("%s has acted on more than there is: %d".formatted(contender, told));
    }
  }

  private void requireEqual(String what, long expected, long seen) {
    if (expected != seen) {
      throw new Refusal(
          "%s, %s: %s should be %d, not %d".formatted(contender, one.word(), what, expected, seen));
    }
  }
}
