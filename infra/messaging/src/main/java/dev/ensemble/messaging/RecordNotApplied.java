package dev.ensemble.messaging;

import java.io.Serial;

/** A record failed for good; it and what stands behind it in its partition took no effect. */
public final class RecordNotApplied extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RecordNotApplied(String place, String reason, Throwable cause) {
    super(place + ": " + reason, cause);
  }
}
