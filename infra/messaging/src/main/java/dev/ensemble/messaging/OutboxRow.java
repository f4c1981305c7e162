package dev.ensemble.messaging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the outbox.
 *
 * @param occurredAt RFC 3339 in UTC
 */
record OutboxRow(
    UUID id, String source, String occurredAt, Outgoing fact, Payload payload, Trail trail) {

  /** Where the fact comes from; every part is null where no event led to it. */
  record Trail(
      @Nullable String causationId, @Nullable String traceparent, @Nullable String tracestate) {
    static final Trail NONE = new Trail(null, null, null);

    static Trail of(Cause cause) {
      return new Trail(cause.eventId(), cause.traceparent(), cause.tracestate());
    }
  }
}
