package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.ParkedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much is shown of what may be somebody's data: the payload, the record's key, the headers that
 * repeat it, and what an exception says.
 */
enum Disclosure {

  /** Nothing of it. */
  HIDDEN,

  /** Its shape: names and kinds of JSON values, lengths, hashes, an exception's class. */
  MASKED,

  /** All of it, as it came. */
  SHOWN;

  /** How {@link Throwable#toString()} begins. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("((?:[\\p{Alpha}_][\\w$]*+\\.)+[\\p{Alpha}_][\\w$]*+)(?::.*)?");

  private static final int CLASS_NAME_LENGTH_MAX = 255;

  /**
   * What is not said is masked.
   *
   * @throws Unclear where it is no such word
   */
  static Disclosure named(@Nullable String word) {
    if (word == null) {
      return MASKED;
    }
    return Arrays.stream(values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new Unclear("payload is one of hidden, masked and shown"));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same key has the same mask, so that what belongs together can be seen. */
  @Nullable String key(@Nullable String key) {
    if (key == null) {
      return null;
    }
    return switch (this) {
      case HIDDEN -> null;
      case MASKED -> "#" + Masks.hash(key.getBytes(StandardCharsets.UTF_8));
      case SHOWN -> key;
    };
  }

  /** What we wrote ourselves names no payload; what a reaction throws may. */
  @Nullable String reason(ParkedRecord.Kind kind, @Nullable String reason) {
    if (reason == null) {
      return null;
    }
    return switch (this) {
      case HIDDEN -> null;
      case MASKED -> kind == ParkedRecord.Kind.FAILED ? classOf(reason) : reason;
      case SHOWN -> reason;
    };
  }

  /** Of whatever failed when it was redriven. */
  @Nullable String detail(@Nullable String detail) {
    return reason(ParkedRecord.Kind.FAILED, detail);
  }

  /** An exception may write itself as it likes: what is no class's name is words. */
  private static String classOf(String thrown) {
    Matcher matcher = CLASS_NAME.matcher(thrown);
    return matcher.matches() && matcher.group(1).length() <= CLASS_NAME_LENGTH_MAX
        ? matcher.group(1)
        : "<%d characters>".formatted(thrown.length());
  }
}
