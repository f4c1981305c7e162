package dev.ensemble.messaging.admin;

import java.io.Serial;
import java.util.function.Supplier;

/** What was asked for makes no sense; the message is the sentence to say so. */
final class Unclear extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  Unclear(String sentence) {
    super(sentence);
  }

  /** What the value's own constructor says against it is said to the caller. */
  static <T> T unless(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException refused) {
      throw new Unclear(String.valueOf(refused.getMessage()));
    }
  }
}
