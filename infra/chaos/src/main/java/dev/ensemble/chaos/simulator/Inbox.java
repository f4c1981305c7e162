package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * What a consumer remembers of one key.
 *
 * @param known the ids that it has processed, a bit each ({@link Channel#bit})
 * @param acted what it has acted on, noted by the one who acts: the checks' own memory
 * @param parked what waits, in order; empty where the key is live
 */
record Inbox(int known, int acted, List<Row> parked) {
  static final Inbox EMPTY = new Inbox(0, 0, List.of());

  boolean knows(int bit) {
    return (known & bit) != 0;
  }

  boolean hasActed(int bit) {
    return (acted & bit) != 0;
  }

  Inbox knowing(int bit) {
    return new Inbox(known | bit, acted, parked);
  }

  Inbox parking(Row row) {
    List<Row> more = new ArrayList<>(parked);
    more.add(row);
    return new Inbox(known, acted, List.copyOf(more));
  }

  Inbox withoutFirst() {
    return new Inbox(known, acted, List.copyOf(parked.subList(1, parked.size())));
  }

  /**
   * Notes that the consumer acts on the row.
   *
   * @throws Violation where it has done so before, or has gone past it
   */
  Inbox acting(Channel channel, Row row) {
    int bit = channel.bit(row);
    if (hasActed(bit)) {
      throw new Violation(
          Invariant.ONE_EFFECT, channel.consumer().title() + " acts a second time on " + row);
    }
    if ((acted & channel.bitsAfter(row)) != 0) {
      throw new Violation(
          Invariant.EFFECTS_IN_ORDER,
          channel.consumer().title() + " acts on " + row + " after a later one of its key");
    }
    return new Inbox(known, acted | bit, parked);
  }
}
