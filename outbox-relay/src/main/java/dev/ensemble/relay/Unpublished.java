package dev.ensemble.relay;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private record Lane(String topic, ByteBuffer key) {
    private static Lane of(ProducerRecord<byte[], byte[]> record) {
      return new Lane(record.topic(), ByteBuffer.wrap(record.key()));
    }
  }

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
    if (missing.contains(id)) {
      return;
    }
    try {
      heldOfLane.computeIfAbsent(Lane.of(mapping.map(row)), lane -> new Held(id)).last = id;
    } catch (UnusableRow e) {
      // Its id is on a topic, and yet it cannot be there: nothing follows from it.
    }
  }

  /** Every row once more, in the same order. */
  boolean contains(RowMapping mapping, Row row) {
    String id = mapping.idOf(row);
    Lane lane;
    try {
      lane = Lane.of(mapping.map(row));
    } catch (UnusableRow e) {
      return missing.contains(id); // It will be set aside.
    }
    Held held = heldOfLane.get(lane);
    if (!missing.contains(id)) {
      pass(id, lane, held);
      return false;
    }
    boolean sent = held == null || neverHeld(lane, held);
    if (!sent) {
      takenForPublished++;
    }
    return sent;
  }

  private void pass(String id, Lane lane, @Nullable Held held) {
    if (held != null) {
      held.begun |= id.equals(held.first);
      if (id.equals(held.last)) {
        heldOfLane.remove(lane);
      }
    }
  }

  /** A row of the key that comes later is on the topic. */
  private boolean neverHeld(Lane lane, Held held) {
    return switch (topics.memory(lane.topic())) {
      case WHOLE -> true;
      case TRIMMED -> held.begun;
      case COMPACTED -> false;
    };
  }

  /** Rows that a topic may have held, and were left alone for that. */
  long takenForPublished() {
    return takenForPublished;
  }
}
