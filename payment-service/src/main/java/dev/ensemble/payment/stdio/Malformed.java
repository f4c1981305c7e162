package dev.ensemble.payment.stdio;

import java.io.Serial;

/** A message that cannot be answered with anything but an error; says why to whoever sent it. */
final class Malformed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private final ErrorCode code;

  Malformed(String text) {
    this(ErrorCode.MALFORMED_REQUEST, text);
  }

  Malformed(ErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
