package dev.ensemble.order.domain;

import java.time.Instant;

/** What this service tells the others about an order. */
public sealed interface ToldFact {

  record Placed(OrderId orderId, Purchase purchase) implements ToldFact {}

  record CancellationRequested(OrderId orderId, Asker by, Instant requestedAt)
      implements ToldFact {}

  /** The fact's name in the language that all services share. */
  default String type() {
    return switch (this) {
      case Placed fact -> "order.placed.v1";
      case CancellationRequested fact -> "order.cancellation-requested.v1";
    };
  }
}
