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
  private final Map<ByteBuffer, Held> heldOfKey = new HashMap<>();
  private long takenForPublished;

  /** Of one key's rows, the first and the last that a topic holds. */
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
      heldOfKey.computeIfAbsent(ByteBuffer.wrap(mapping.key(row)), key -> new Held(id)).last = id;
    }
  }

  /** Every row once more, in the same order. */
  boolean contains(RowMapping mapping, Row row) {
    String id = mapping.idOf(row);
    ByteBuffer key = ByteBuffer.wrap(mapping.key(row));
    Held held = heldOfKey.get(key);
    if (!missing.contains(id)) {
      pass(id, key, held);
      return false;
    }
    boolean sent = held == null || neverHeld(mapping, row, held);
    if (!sent) {
      takenForPublished++;
    }
    return sent;
  }

  private void pass(String id, ByteBuffer key, @Nullable Held held) {
    if (held != null) {
      held.begun |= id.equals(held.first);
      if (id.equals(held.last)) {
        heldOfKey.remove(key);
      }
    }
  }

  /** A row of the key that comes later is on a topic. */
  private boolean neverHeld(RowMapping mapping, Row row, Held held) {
    try {
      return switch (topics.memory(mapping.map(row).topic())) {
        case WHOLE -> true;
        case TRIMMED -> held.begun;
        case COMPACTED -> false;
      };
    } catch (UnusableRow e) {
      return true; // It was on no topic, and will be set aside.
    }
  }

  /** Rows that a topic may have held, and were left alone for that. */
  long takenForPublished() {
    return takenForPublished;
  }
}
