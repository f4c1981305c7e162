package dev.ensemble.bench.inbox.contenders;

/**
 * What became of the records that a contender was given, their transactions committed.
 *
 * @param fresh acted on
 * @param repeated known, and passed over; one that came twice in a rebalance counts here as well
 * @param others whatever else: failed, parked, ignored
 */
public record Tally(long fresh, long repeated, long others) {

  /** How many records it is done with. */
  public long done() {
    return fresh + repeated;
  }

  String words() {
    return "%d %d %d".formatted(fresh, repeated, others);
  }
}
