package dev.ensemble.chaos.simulator;

/** A table with one row per order. */
enum Slot {
  /** The order, its payment or its reservation. */
  AGGREGATE(0),
  INBOX(1),
  /** How many facts were told of it. */
  TOLD(2),
  CHARGED(3),
  REFUNDED(4),
  /** What the payment provider keeps of it. */
  INTENT(5),
  /** The idempotency key under which the provider paid back. */
  RETURN_KEY(6),
  /** The provider's answer that a worker holds and has not recorded yet. */
  HELD(7);

  /** Of {@link #values()}; a power of two. */
  static final int COUNT = 8;

  private final int place;

  Slot(int place) {
    this.place = place;
  }

  int of(int order) {
    return order * COUNT + place;
  }
}
