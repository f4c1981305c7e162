package dev.ensemble.relay;

import java.io.Serial;
import java.time.Instant;

/**
 * A row that the broker will never take. Rows after it were under way already, so the process ends
 * as after any failed send; but the row is set aside first, and the next start goes on without it.
 */
final class RowRefused extends RelayFailure {
  @Serial private static final long serialVersionUID = 1L;

  /** What its reason begins with, as long as it is aside. */
  static final String REASON = "The broker refuses it: ";

  private final String id;
  private final transient byte[] key;

  RowRefused(String id, byte[] key, String sentence, Throwable cause) {
    super(ExitCode.FAILED, sentence, cause);
    this.id = id;
    this.key = key.clone();
  }

  String id() {
    return id;
  }

  Quarantine.Entry entry(Instant since) {
    return Quarantine.Entry.of(id, key, REASON + getMessage(), since, false);
  }
}
