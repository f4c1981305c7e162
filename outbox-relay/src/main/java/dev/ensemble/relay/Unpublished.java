package dev.ensemble.relay;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the table were never published, where all that can be asked is what the topics
 * still hold. A topic that has let go of nothing lacks what never was there, also before rows that
 * are: a slot that somebody moved leaves such gaps. One that has let go of its oldest records, or
 * is compacted, may lack what it held.
 */
final class Unpublished {
  private final Set<String> missing;
  private final PublishedIds topics;
  private final Map<Lane, Held> heldOfLane = new HashMap<>();
  private long takenForPublished;

  /** One key's records on one topic, which alone stand in an order. */
  private record Lane(String topic, ByteBuffer key) {}

  /** The first and the last row that a topic holds of one key. */
  private static final class Held {
    private final String first;
    private String last;
    private boolean begun;

    private Held(String only) {
      first = only;
      last = only;
    }
  }

  /**
   * @param missing ids of rows that are on no topic now
   */
  Unpublished(Set<String> missing, PublishedIds topics) {
    this.missing = missing;
    this.topics = topics;
  }

  /** Every row once, each key's in order, before the first question. */
  void see(RowMapping mapping, Row row) {
    String id = mapping.idOf(row);
    if (!missing.contains(id)) {
      Lane lane = lane(mapping, row);
      if (lane != null) {
        heldOfLane.computeIfAbsent(lane, first -> new Held(id)).last = id;
      }
    }
  }

  /** Every row once more, in the same order. */
  boolean contains(RowMapping mapping, Row row) {
    String id = mapping.idOf(row);
    Lane lane = lane(mapping, row);
    if (!missing.contains(id)) {
      pass(id, lane);
      return false;
    }
    Held held = heldOfLane.get(lane);
    boolean sent = held == null || neverHeld(mapping, row, held);
    if (!sent) {
      takenForPublished++;
    }
    return sent;
  }

  /** Null for a row that has no topic, and so is on none. */
  private static @Nullable Lane lane(RowMapping mapping, Row row) {
    try {
      return new Lane(mapping.topic(row), ByteBuffer.wrap(mapping.key(row)));
    } catch (UnusableRow e) {
      return null;
    }
  }

  private void pass(String id, @Nullable Lane lane) {
    Held held = heldOfLane.get(lane);
    if (held != null) {
      held.begun |= id.equals(held.first);
      if (id.equals(held.last)) {
        heldOfLane.remove(lane);
      }
    }
  }

  /** A row of the key that comes later is on the topic. */
  private boolean neverHeld(RowMapping mapping, Row row, Held held) {
    try {
      return switch (topics.memory(mapping.map(row).topic())) {
        case WHOLE -> true;
        case TRIMMED -> held.begun;
        case COMPACTED -> false;
      };
    } catch (UnusableRow e) {
      return true; // No record could be made of it, so it was on no topic, and will be set aside.
    }
  }

  /** Rows that a topic may have held, and were left alone for that. */
  long takenForPublished() {
    return takenForPublished;
  }
}
