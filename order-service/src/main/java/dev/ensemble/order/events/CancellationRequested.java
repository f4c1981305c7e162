package dev.ensemble.order.events;

import dev.ensemble.order.domain.ToldFact;
import java.time.Instant;
import java.util.UUID;

/** {@code order.cancellation-requested.v1} on the wire. */
record CancellationRequested(UUID orderId, String reason, Instant requestedAt) {

  static CancellationRequested of(ToldFact.CancellationRequested fact) {
    return new CancellationRequested(fact.orderId().value(), fact.by().name(), fact.requestedAt());
  }
}
