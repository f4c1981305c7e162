package dev.ensemble.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a setting in a sentence that names the property. */
final class Checks {
  private Checks() {}

  static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  static void matches(@Nullable String value, String pattern, String property, String example) {
    String given = value == null ? "missing" : '"' + value + '"';
    require(
        value != null && value.matches(pattern),
        "%s is %s, but must match %s, for example %s".formatted(property, given, pattern, example));
  }

  /** For values that may hold a secret: the sentence does not repeat them. */
  static void matchesUnprinted(
      @Nullable String value, String pattern, String property, String example) {
    require(
        value != null && value.matches(pattern),
        "%s must match %s, for example %s".formatted(property, pattern, example));
  }

  static void atLeast(Duration value, Duration least, String property) {
    require(
        value.compareTo(least) >= 0,
        "%s is %s, but must be at least %s".formatted(property, value, least));
  }
}
