package dev.ensemble.relay;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows that cannot be sent, each with all that came after it under its key, so that the key's order
 * is kept when they are sent at last. Only that they are aside is kept, in the state topic; the
 * rows themselves stay in the table. One thread changes it; others may look.
 */
final class Quarantine {
  // Each costs memory here and a read of the table later. More than that are no bad rows but a bad
  // set-up, and the source takes no further row.
  static final int ROWS_MAX = 10_000;
  // Only what cannot stop in between gets beyond it: a slice, a catch-up.
  private static final int ROWS_MAX_AMID_WORK = 100_000;
  // What has not happened by now can still be mended in peace.
  private static final int ROWS_WORTH_A_WARNING = ROWS_MAX / 10;
  private static final String PREFIX = "quarantined ";

  private final StateTopic topic;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long lastPlace;
  private final Map<ByteBuffer, Set<String>> idsByKey = new HashMap<>();
  private final Map<String, Entry> discarded = new LinkedHashMap<>();

  /**
   * A row set aside.
   *
   * @param keyBase64 the key of its record, which need not be text
   * @param since RFC 3339, in UTC
   * @param reached whether all that came before it under its key is published or aside, too. It is
   *     not so for a row that the broker refused while earlier ones were under way.
   * @param place its number in the order in which rows were reached
   * @param discard that it is given up; null while it is aside
   */
  record Entry(
      String id,
      String keyBase64,
      String reason,
      String since,
      boolean reached,
      long place,
      @Nullable Discard discard) {
    static Entry of(String id, byte[] key, String reason, Instant since, boolean reached) {
      String text = Base64.getEncoder().encodeToString(key);
      return new Entry(id, text, reason, since.toString(), reached, 0, null);
    }

    /** Whether only a broker, and not the relay itself, found out that it cannot be sent. */
    boolean isRefusedByBroker() {
      return reason.startsWith(RowRefused.REASON);
    }

    private Entry at(long number) {
      return place != 0 ? this : new Entry(id, keyBase64, reason, since, reached, number, null);
    }

    Entry because(String other) {
      return new Entry(id, keyBase64, other, since, reached, place, null);
    }

    Entry nowReached() {
      return new Entry(id, keyBase64, reason, since, true, 0, null);
    }

    /** Whether it was given up, and a slot that is confirmed up to there brings it no more. */
    boolean isBefore(long confirmedLsn) {
      return discard != null && Position.number(discard.walEnd()) <= confirmedLsn;
    }

    private Entry discarded(Discard how) {
      return new Entry(id, keyBase64, reason, since, reached, place, how);
    }

    ByteBuffer key() {
      return ByteBuffer.wrap(Base64.getDecoder().decode(keyBase64));
    }
  }

  /**
   * A person's decision that a row is never sent.
   *
   * @param at RFC 3339, in UTC
   * @param walEnd where the WAL ended then: a slot that is confirmed up to there brings the row no
   *     more
   */
  record Discard(String by, String why, String at, String walEnd) {}

  private Quarantine(StateTopic topic) {
    this.topic = topic;
  }

  /** As the relay before this one left it. */
  static Quarantine of(StateTopic topic, Map<String, byte[]> state) {
    Quarantine quarantine = new Quarantine(topic);
    state.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            quarantine.remember(topic.value(value, Entry.class));
          }
        });
    return quarantine;
  }

  /** Whether the row is aside, or would overtake one of its key that is. */
  boolean concerns(RowMapping mapping, Row row, byte[] key) {
    return !entries.isEmpty()
        && (idsByKey.containsKey(ByteBuffer.wrap(key)) || entries.containsKey(mapping.idOf(row)));
  }

  /** A slot that repeats rows brings those that are aside again, too. */
  @Nullable Entry find(String id) {
    return entries.get(id);
  }

  /** The record that keeps it aside from now on; to be sent before the slot moves past the row. */
  ProducerRecord<byte[], byte[]> add(Entry entry) {
    if (entries.size() >= ROWS_MAX_AMID_WORK && !entries.containsKey(entry.id())) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          """
          Refused: more than %d rows cannot be sent, the last one being %s (%s). What to do: mend \
          what they have in common."""
              .formatted(ROWS_MAX_AMID_WORK, entry.id(), entry.reason()),
          null);
    }
    Entry placed = entry.at(lastPlace + 1);
    remember(placed);
    return topic.record(PREFIX + placed.id(), placed);
  }

  /** The first row of the key that is aside, for which the others wait. */
  String blockerOf(byte[] key) {
    synchronized (entries) {
      return idsByKey.getOrDefault(ByteBuffer.wrap(key), Set.of()).stream().findFirst().orElse("");
    }
  }

  /** The record that says that the row is published; to be sent with the row. */
  ProducerRecord<byte[], byte[]> release(Entry entry) {
    forget(entry);
    return topic.forgotten(PREFIX + entry.id());
  }

  /**
   * The record that says that the row is never sent. It is remembered: the slot may bring the row
   * again, and a catch-up finds it in the table and on no topic.
   */
  ProducerRecord<byte[], byte[]> discard(Entry entry, Discard how) {
    forget(entry);
    Entry gone = entry.discarded(how);
    remember(gone);
    return topic.record(PREFIX + gone.id(), gone);
  }

  /** Rows that are given up, the oldest first. */
  List<Entry> discarded() {
    synchronized (entries) {
      return List.copyOf(discarded.values());
    }
  }

  @Nullable Entry findDiscarded(String id) {
    return discarded.get(id);
  }

  boolean isDiscarded(RowMapping mapping, Row row) {
    return !discarded.isEmpty() && discarded.containsKey(mapping.idOf(row));
  }

  /** The record for one that neither slot nor table can bring again. */
  ProducerRecord<byte[], byte[]> forgetDiscarded(Entry gone) {
    synchronized (entries) {
      discarded.remove(gone.id());
    }
    return topic.forgotten(PREFIX + gone.id());
  }

  /** How many rows of the key are aside. */
  int countOf(ByteBuffer key) {
    synchronized (entries) {
      return idsByKey.getOrDefault(key, Set.of()).size();
    }
  }

  List<Entry> all() {
    synchronized (entries) {
      return entries.values().stream().sorted(Comparator.comparingLong(Entry::place)).toList();
    }
  }

  int count() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /** Whether no further row is taken until some of them are sent or given up. */
  static boolean isFull(int count) {
    return count >= ROWS_MAX;
  }

  /** Whether so many are aside that a person should look. */
  static boolean isWorthAWarning(int count) {
    return count >= ROWS_WORTH_A_WARNING;
  }

  private void remember(Entry entry) {
    synchronized (entries) {
      if (entry.discard() != null) {
        discarded.put(entry.id(), entry);
        return;
      }
      entries.put(entry.id(), entry);
      lastPlace = Math.max(lastPlace, entry.place());
      // Until it is reached, rows before it are still to come, and are not to wait for it.
      if (entry.reached()) {
        idsByKey.computeIfAbsent(entry.key(), key -> new LinkedHashSet<>()).add(entry.id());
      }
    }
  }

  private void forget(Entry entry) {
    synchronized (entries) {
      entries.remove(entry.id());
      ByteBuffer key = entry.key();
      Set<String> ids = idsByKey.getOrDefault(key, Set.of());
      ids.remove(entry.id());
      if (ids.isEmpty()) {
        idsByKey.remove(key);
      }
    }
  }
}
