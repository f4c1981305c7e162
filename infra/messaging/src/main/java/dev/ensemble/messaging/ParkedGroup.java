package dev.ensemble.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parked events that have something in common.
 *
 * @param value what they have in common; null where they have none of it, as events that only wait
 *     behind another have no fingerprint
 * @param sampleNumber the number of the first of them, to look at
 */
public record ParkedGroup(
    @Nullable String value,
    long events,
    Instant firstParkedAt,
    Instant lastParkedAt,
    long sampleNumber) {

  /** What they may have in common. */
  public enum By {
    TYPE,
    FINGERPRINT,
    KIND,
    KEY
  }
}
