package dev.ensemble.chaos.simulator;

/** A table with one row per order. */
enum Slot {
  /** The order, its payment or its reservation. */
  AGGREGATE,
  INBOX,
  /** How many facts were told of it. */
  TOLD,
  CHARGE,
  REFUND,
  /** What the payment provider keeps of it. */
  INTENT,
  /** The idempotency key under which the provider paid back. */
  RETURN_KEY,
  /** The provider's answer that a worker holds and has not recorded yet. */
  HELD;

  /** Of {@link #values()}; a power of two. */
  static final int COUNT = 8;

  int of(int order) {
    return order * COUNT + ordinal();
  }
}
