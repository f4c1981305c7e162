package dev.ensemble.relay;

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

  /** Everything before it is published, and nothing after it. */
  static Position at(long lsn, String timeline) {
    return of(lsn, 0, "", lsn, timeline);
  }

  static Position of(
      long commitLsn, long rows, String lastId, long confirmableLsn, String timeline) {
    return new Position(text(commitLsn), rows, lastId, text(confirmableLsn), timeline);
  }

  long commit() {
    return number(commitLsn);
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
