package dev.ensemble.messaging;

import java.io.Serial;

/** The dead-letter topic is missing, or cannot be one. */
final class DeadLetterTopicUnfit extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  DeadLetterTopicUnfit(String sentence) {
    super(sentence);
  }
}
