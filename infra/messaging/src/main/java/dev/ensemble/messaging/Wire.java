package dev.ensemble.messaging;

import java.util.regex.Pattern;

/** The shapes of what travels beside a payload; the outbox table checks the same. */
final class Wire {

  /** Bounds an index entry and a Kafka header; UUIDs and other ids are far shorter. */
  static final int NAME_LENGTH_MAX = 255;

  /** Bounds what a metric's label and a log line carry. */
  static final int TYPE_LENGTH_MAX = 128;

  private static final Pattern TYPE =
      Pattern.compile("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*\\.v[1-9][0-9]{0,3}");
  // W3C Trace Context: version ff, and ids of nothing but zeros, are no context.
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern TRACESTATE = Pattern.compile("[ -~]{1,512}");

  private Wire() {}

  static boolean isType(String text) {
    return text.length() <= TYPE_LENGTH_MAX && TYPE.matcher(text).matches();
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
