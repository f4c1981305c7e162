package dev.ensemble.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits, without its payload.
 *
 * @param number its place: what has a lower one is before it
 * @param key the record's key as text; null where it has none
 * @param eventId {@code ce_id}; null where it cannot be read
 * @param reason why it was not acted on; null where nothing is wrong but what is before it
 * @param fingerprint alike for all that failed alike; null as the reason is
 * @param attempts how often it was tried, redrives included
 */
public record ParkedRecord(
    long number,
    Kind kind,
    @Nullable String key,
    @Nullable UUID eventId,
    @Nullable String type,
    String topic,
    int partition,
    long offset,
    @Nullable String reason,
    @Nullable String fingerprint,
    int attempts,
    Instant parkedAt) {

  /** What is wrong with it. */
  public enum Kind {

    /** Its attempts are used up, or somebody ordered that it be parked (see {@link Park}). */
    FAILED,

    /** It could not be read as an event that this consumer knows. */
    UNREADABLE,

    /** It is from before the window and may have been acted on long ago. */
    EXPIRED,

    /** Nothing, but an earlier event of its key is parked. */
    BEHIND
  }
}
