package dev.ensemble.bench.inbox.contenders;

/** What a contender tells about it. */
record Booked(long number, int account, int amount) {
  static final String TOPIC = "bench.booked";
  static final String TYPE = "transfer.booked.v1";

  static Booked of(Transfer transfer) {
    return new Booked(transfer.number(), transfer.account(), transfer.amount());
  }
}
