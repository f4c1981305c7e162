package dev.ensemble.messaging;

import java.io.Serial;

/** The configuration could forget too early what was acted on, so nothing is consumed. */
final class RetentionRefused extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  RetentionRefused(String sentence) {
    super(sentence);
  }
}
