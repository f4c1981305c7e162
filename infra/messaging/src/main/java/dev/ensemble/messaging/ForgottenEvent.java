package dev.ensemble.messaging;

import java.io.Serial;

/** An event from before the time of which is remembered what was acted on: it may be old news. */
final class ForgottenEvent extends UnreadableRecord {
  @Serial private static final long serialVersionUID = 1L;

  ForgottenEvent(String reason) {
    super(reason);
  }
}
