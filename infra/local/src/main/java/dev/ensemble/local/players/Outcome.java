package dev.ensemble.local.players;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An order that was played.
 *
 * @param order as it was seen last
 * @param took from placing to its end
 */
public record Outcome(Plan plan, OrderView order, Duration took) {

  /** How it went in fact; null where it has not ended. */
  public @Nullable Kind seen() {
    if (!order.ended()) {
      return null;
    }
    if (order.status().equals("COMPLETED")) {
      boolean refused = Objects.equals(order.cancellation(), "REFUSED");
      return refused ? Kind.CANCELLATION_REFUSED : Kind.COMPLETED;
    }
    return switch (Objects.requireNonNull(order.endReason(), "a cancelled order has a reason")) {
      case "OUT_OF_STOCK" -> Kind.OUT_OF_STOCK;
      case "PAYMENT_DECLINED" -> Kind.PAYMENT_DECLINED;
      case "SHIPMENT_FAILED" -> Kind.SHIPMENT_FAILED;
      case "DEADLINE" -> Kind.DEADLINE;
      case "CUSTOMER" ->
          order.passed("SHIPPING") ? Kind.CANCELLED_BEFORE_DISPATCH : Kind.CANCELLED_BEFORE_CHARGE;
      case String other -> throw new IllegalStateException("an unknown reason: " + other);
    };
  }

  /** Whether it went as it was meant to. */
  public boolean asPlanned() {
    return seen() == plan.kind();
  }

  /** The way through the saga, as one word. */
  public String way() {
    return order.history().stream()
        .map(step -> step.status().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("→"));
  }
}
