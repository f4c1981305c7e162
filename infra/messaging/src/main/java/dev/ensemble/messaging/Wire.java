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
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
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

  static boolean isTracestate(String text) {
    return TRACESTATE.matcher(text).matches();
  }
}
