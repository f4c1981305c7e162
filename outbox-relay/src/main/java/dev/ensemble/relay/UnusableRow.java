package dev.ensemble.relay;

import java.io.Serial;

/**
 * A row that can never become a record, whatever the broker does. It is set aside with its key, and
 * never passed over: that is why this is checked.
 */
final class UnusableRow extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String id;
  private final transient byte[] key;

  UnusableRow(String id, byte[] key, String reason) {
    // Without a trace: there may be a million of them, and the place says nothing.
    super(reason, null, false, false);
    this.id = id;
    this.key = key.clone();
  }

  String id() {
    return id;
  }

  /** Empty where the row has none; such rows are in order with one another. */
  byte[] key() {
    return key.clone();
  }

  /** What it lacks, to be read after "the row". */
  String reason() {
    return String.valueOf(getMessage());
  }
}
