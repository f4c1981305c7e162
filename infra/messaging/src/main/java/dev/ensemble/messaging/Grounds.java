package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Why something is parked.
 *
 * @param reason null for what only waits behind another
 * @param fingerprint alike for all that failed alike, across places and payloads
 * @param attempts how often it was tried
 */
record Grounds(
    ParkedRecord.Kind kind, @Nullable String reason, @Nullable String fingerprint, int attempts) {

  /** A sentence or two; the whole story is in the log. */
  static final int REASON_LENGTH_MAX = 1_000;

  private static final int FINGERPRINT_BYTES = 6;

  static final Grounds BEHIND = new Grounds(ParkedRecord.Kind.BEHIND, null, null, 0);

  static Grounds of(Throwable cause, @Nullable String type, int attempts) {
    ParkedRecord.Kind kind =
        switch (cause) {
          case Forgotten before -> ParkedRecord.Kind.EXPIRED;
          case UnreadableRecord unreadable -> ParkedRecord.Kind.UNREADABLE;
          default -> ParkedRecord.Kind.FAILED;
        };
    return new Grounds(kind, text(cause), fingerprint(kind, cause, type), attempts);
  }

  /** In one line that any column takes, whatever an exception's message holds. */
  static String text(Throwable cause) {
    String whole =
        cause instanceof UnreadableRecord ? String.valueOf(cause.getMessage()) : cause.toString();
    String line = whole.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
    if (line.isEmpty()) {
      line = cause.getClass().getName();
    }
    return line.length() <= REASON_LENGTH_MAX
        ? line
        : line.substring(0, REASON_LENGTH_MAX).replaceAll("\\p{Cs}", "");
  }

  /** By class, SQLSTATE and place in the code; by message only where we wrote it ourselves. */
  private static String fingerprint(
      ParkedRecord.Kind kind, Throwable cause, @Nullable String type) {
    String what =
        cause instanceof UnreadableRecord
            ? text(cause).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+", "#")
            : Reasons.of(cause) + " " + place(cause);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((kind + " " + type + " " + what).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Without the line, which moves with every change of the file. */
  static String place(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return stack.length == 0 ? "nowhere" : stack[0].getClassName() + "." + stack[0].getMethodName();
  }
}
