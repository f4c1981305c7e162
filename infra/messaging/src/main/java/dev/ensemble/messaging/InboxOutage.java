package dev.ensemble.messaging;

import java.io.Serial;

/** Nothing is wrong with the records: what their effects need is out of reach for the moment. */
public final class InboxOutage extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InboxOutage(Throwable cause) {
    super("an outage, to be tried again: " + cause, cause);
  }
}
