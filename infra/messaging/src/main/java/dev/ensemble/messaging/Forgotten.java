package dev.ensemble.messaging;

import java.io.Serial;

/** An event from before the time of which is remembered what was acted on: it may be old news. */
final class Forgotten extends UnreadableRecord {
  @Serial private static final long serialVersionUID = 1L;

  Forgotten(String reason) {
    super(reason);
  }
}
