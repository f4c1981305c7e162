package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Tells the rows that the slot sends again from those that are new. Transactions come in the order
 * of their commits, and the rows of one in the same order each time, so a transaction's place and
 * the number of its rows that are published say which ones are.
 */
final class Repeats {
  private final Position published;
  private long commitLsn;
  private long rows;
  private boolean over;

  Repeats(Position published) {
    this.published = published;
    this.commitLsn = published.commit();
    this.rows = published.rows();
    this.over = published.commit() == 0;
  }

  void begin(long lsn) {
    commitLsn = lsn;
    rows = 0;
    over |= lsn > published.commit();
  }

  /** Counts the row of the current transaction, too. */
  boolean isRepeat(byte[] id) {
    rows++;
    if (over) {
      return false;
    }
    if (commitLsn < published.commit() || rows < published.rows()) {
      return true;
    }
    if (rows > published.rows()) {
      return false;
    }
    String found = new String(id, UTF_8);
    if (!found.equals(published.lastId())) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          """
          Refused: row %d of the transaction committed at %s is %s, but the position in Kafka says \
          that %s was published there. Is this another database than before? What to do: if it is, let the \
          relay begin with a slot of another name, and drop the old one, which keeps WAL for ever."""
              .formatted(rows, published.commitLsn(), found, published.lastId()),
          null);
    }
    return true;
  }

  long commitLsn() {
    return commitLsn;
  }

  /** Rows of the current transaction so far, repeats included. */
  long rows() {
    return rows;
  }
}
