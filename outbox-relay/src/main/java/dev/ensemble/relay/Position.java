package dev.ensemble.relay;

import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * How far a source is published, as it stands in Kafka beside the rows that it speaks of.
 *
 * @param commitLsn where the commit of the last transaction stands that had rows, as in {@code
 *     0/16B3748}
 * @param rows how many of that transaction's rows are published
 * @param lastId the id of the last of them
 * @param confirmableLsn how far the slot may have moved; never beyond it
 * @param timeline of the WAL that these are places in, as in {@code 00000001}
 */
record Position(
    String commitLsn, long rows, String lastId, String confirmableLsn, String timeline) {
  static final Position NONE = new Position("0/0", 0, "", "0/0", "");

  /** Its key in the state topic. */
  static final String KEY = "position";

  // Of each start with at-least-once delivery another one: nothing fences a relay of that kind, and
  // one that was frozen could write an older bound over a newer one.
  private static final String BOUND_KEY = "bound ";

  /**
   * The key under which a relay that starts now writes its bounds.
   *
   * @param known keys of the state topic
   */
  static String boundKey(Set<String> known) {
    return BOUND_KEY + (1 + known.stream().mapToLong(Position::start).max().orElse(0));
  }

  /** The key of the position that counts; null where there is none. */
  static @Nullable String keyOf(Set<String> known) {
    return known.contains(KEY)
        ? KEY
        : known.stream()
            .filter(key -> start(key) > 0)
            .max(Comparator.comparingLong(Position::start))
            .orElse(null);
  }

  /** Whether it is the key of a position, whichever start wrote it. */
  static boolean isKey(String key) {
    return key.equals(KEY) || start(key) > 0;
  }

  /** Which start's key it is, 0 if none's. */
  private static long start(String key) {
    return key.startsWith(BOUND_KEY) ? Long.parseLong(key.substring(BOUND_KEY.length())) : 0;
  }

  /** Everything before it is published, and nothing after it. */
  static Position at(long lsn, String timeline) {
    return of(lsn, 0, "", lsn, timeline);
  }

  /** The slot is not beyond it; which rows are published is not said. */
  static Position bound(long lsn, String timeline) {
    return of(0, 0, "", lsn, timeline);
  }

  static Position of(
      long commitLsn, long rows, String lastId, long confirmableLsn, String timeline) {
    return new Position(text(commitLsn), rows, lastId, text(confirmableLsn), timeline);
  }

  long commit() {
    return number(commitLsn);
  }

  /** Whether it says which rows are published. */
  boolean speaksOfRows() {
    return commit() != 0;
  }

  long confirmable() {
    return number(confirmableLsn);
  }

  static String text(long lsn) {
    return LogSequenceNumber.valueOf(lsn).asString();
  }

  static long number(String lsn) {
    return LogSequenceNumber.valueOf(lsn).asLong();
  }
}
