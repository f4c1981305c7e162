package dev.ensemble.messaging;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A record that can never be acted on as it is: trying again would read the same. Its message says
 * why, without quoting the payload, which may be personal.
 */
class UnreadableRecord extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UnreadableRecord(String reason) {
    super(reason);
  }

  UnreadableRecord(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
