package dev.ensemble.messaging;

import java.util.regex.Pattern;

/** The shapes of what travels beside a payload; the outbox table checks the same. */
final class Wire {

  /** Bounds an index entry and a Kafka header; UUIDs and other ids are far shorter. */
  static final int NAME_LENGTH_MAX = 255;

  /** Bounds what a metric's label and a log line carry. */
  static final int TYPE_LENGTH_MAX = 128;

  /** Kafka's own limit for a topic's name. */
  static final int TOPIC_LENGTH_MAX = 249;

  private static final int VERSION_DIGITS_MAX = 4;

  // W3C Trace Context: version ff, and ids of nothing but zeros, are no context.
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern TRACESTATE = Pattern.compile("[ -~]{1,512}");

  private Wire() {}

  /** {@code noun.verb.vN}. By hand, as every fact that is told passes here. */
  static boolean isType(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    return text.length() <= TYPE_LENGTH_MAX
        && first > 0
        && second > 0
        && isWord(text, 0, first)
        && isWord(text, first + 1, second)
        && isVersion(text, second + 1);
  }

  /** A letter, then letters, digits and hyphens. */
  private static boolean isWord(String text, int from, int to) {
    if (from == to || !isLower(text.charAt(from))) {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isVersion(String text, int from) {
    int digits = text.length() - from - 1;
    if (digits < 1
        || digits > VERSION_DIGITS_MAX
        || text.charAt(from) != 'v'
        || text.charAt(from + 1) == '0') {
      return false;
    }
    for (int i = from + 1; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isTopic(String text) {
    if (text.isEmpty() || text.length() > TOPIC_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetter = isLower(c) || (c >= 'A' && c <= 'Z');
      if (!isLetter && !isDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isVisible(String text) {
    if (text.isEmpty() || text.length() > NAME_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '!' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  static boolean isTraceparent(String text) {
    return TRACEPARENT.matcher(text).matches();
  }

  /** Of a well-formed traceparent, as the two that follow. */
  static String traceId(String traceparent) {
    return traceparent.substring(3, 35);
  }

  static String spanId(String traceparent) {
    return traceparent.substring(36, 52);
  }

  /** Whether its spans are recorded: the lowest bit of the flags. */
  static boolean isSampled(String traceparent) {
    return (Character.digit(traceparent.charAt(54), 16) & 1) == 1;
  }

  static boolean isTracestate(String text) {
    return TRACESTATE.matcher(text).matches();
  }
}
