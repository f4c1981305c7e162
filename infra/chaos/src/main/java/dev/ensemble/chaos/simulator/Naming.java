package dev.ensemble.chaos.simulator;

import java.util.UUID;

/** Ids that follow from what they name, so that one history has one set of ids. */
final class Naming {
  /** The lower half's variant bit of a well-formed UUID. */
  static final long LOW = 0x8000_0000_0000_0000L;

  private static final long ORDERS = 0x0199_a0de_7c00_7000L;
  private static final long MADE = 0x0199_a0de_7d00_7000L;

  /** More ids than one transaction of one service asks for. */
  private static final int PER_TRANSACTION = 8;

  /** More versions than one aggregate of a saga goes through. */
  private static final int VERSIONS = 64;

  /** Those of one world, since they are asked for with every step. */
  private static final UUID[] KEPT = new UUID[1_000];

  static {
    for (int order = 0; order < KEPT.length; order++) {
      KEPT[order] = new UUID(ORDERS, LOW + order);
    }
  }

  private Naming() {}

  static UUID order(int order) {
    return order < KEPT.length ? KEPT[order] : new UUID(ORDERS, LOW + order);
  }

  static int order(UUID id) {
    return (int) (id.getLeastSignificantBits() - LOW);
  }

  /** The id that a transaction makes as its nth, on an aggregate of that version. */
  static UUID made(Service service, int order, long version, int nth) {
    if (version >= VERSIONS || nth >= PER_TRANSACTION) {
      throw new IllegalStateException("no room for id " + nth + " of version " + version);
    }
    return new UUID(
        MADE + service.place(), LOW + ((long) order * VERSIONS + version) * PER_TRANSACTION + nth);
  }
}
