package dev.ensemble.messaging;

import java.io.Serial;

/**
 * The inbox got no transaction of its own: no record had a part in that, so everything waits until
 * it gets one.
 */
final class NotBegun extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  NotBegun(RuntimeException cause) {
    super("no transaction could be begun", cause);
  }
}
