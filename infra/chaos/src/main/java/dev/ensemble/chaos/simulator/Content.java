package dev.ensemble.chaos.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a database holds, as a value. */
final class Content {
  private final @Nullable Object[] slots;
  private final Map<Object, Object> shared;
  private final List<Row> outbox;
  private final int toldCount;

  /**
   * Whoever hands these over does not change them any more.
   *
   * @param slots by {@link Slot#of}
   * @param shared rows that orders share, by key
   * @param outbox in commit order
   * @param toldCount how many facts its commits made true, whether or not the outbox has them
   */
  Content(@Nullable Object[] slots, Map<Object, Object> shared, List<Row> outbox, int toldCount) {
    this.slots = slots;
    this.shared = shared;
    this.outbox = outbox;
    this.toldCount = toldCount;
  }

  @Nullable Object[] slots() {
    return slots;
  }

  Map<Object, Object> shared() {
    return shared;
  }

  List<Row> outbox() {
    return outbox;
  }

  int toldCount() {
    return toldCount;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Content content
        && toldCount == content.toldCount
        && Arrays.equals(slots, content.slots)
        && shared.equals(content.shared)
        && outbox.equals(content.outbox);
  }

  @Override
  public int hashCode() {
    return (31 * Arrays.hashCode(slots) + shared.hashCode()) * 31 + outbox.hashCode();
  }

  @Override
  public String toString() {
    return Arrays.toString(slots) + ", " + shared + ", told " + outbox;
  }
}
