package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.ParkedRecord;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A parked event in a list. */
record ParkedView(
    long number,
    ParkedRecord.Kind kind,
    @Nullable String type,
    @Nullable UUID eventId,
    @Nullable String key,
    String topic,
    int partition,
    long offset,
    int attempts,
    Instant parkedAt,
    @Nullable String fingerprint,
    @Nullable String reason) {

  static ParkedView of(ParkedRecord event, Disclosure disclosure) {
    return new ParkedView(
        event.number(),
        event.kind(),
        event.type(),
        event.eventId(),
        disclosure.key(event.key()),
        event.topic(),
        event.partition(),
        event.offset(),
        event.attempts(),
        event.parkedAt(),
        event.fingerprint(),
        disclosure.reason(event.kind(), event.reason()));
  }
}
