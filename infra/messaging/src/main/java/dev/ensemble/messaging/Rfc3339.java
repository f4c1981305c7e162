package dev.ensemble.messaging;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as CloudEvents writes them. */
final class Rfc3339 {
  private static final String SHAPE = "0000-00-00T00:00:00";
  private static final int FRACTION_DIGITS_MAX = 9;

  private Rfc3339() {}

  /**
   * Every record has one, so the usual form, in UTC with {@code Z}, is read by hand, at a tenth of
   * the parser's price; any other goes to the parser.
   *
   * @throws DateTimeException where it is no time
   */
  static Instant instant(String text) {
    int nanos = isUsual(text) ? nanos(text) : -1;
    if (nanos < 0) {
      return OffsetDateTime.parse(text).toInstant();
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean isUsual(String text) {
    if (text.length() <= SHAPE.length() || text.charAt(text.length() - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char expected = SHAPE.charAt(i);
      if (expected == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != expected) {
        return false;
      }
    }
    return true;
  }

  /** What stands between the seconds and the Z; below 0 where that is no fraction. */
  private static int nanos(String text) {
    int first = SHAPE.length() + 1;
    int digits = text.length() - 1 - first;
    if (digits < 0) {
      return 0;
    }
    if (text.charAt(first - 1) != '.' || digits == 0 || digits > FRACTION_DIGITS_MAX) {
      return -1;
    }
    int nanos = 0;
    for (int i = 0; i < FRACTION_DIGITS_MAX; i++) {
      char c = i < digits ? text.charAt(first + i) : '0';
      if (!isDigit(c)) {
        return -1;
      }
      nanos = nanos * 10 + (c - '0');
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
