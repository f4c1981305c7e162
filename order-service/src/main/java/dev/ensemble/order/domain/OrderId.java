package dev.ensemble.order.domain;

import java.util.Objects;
import java.util.UUID;

/** Names one order; it is the saga's id and the key of all its facts, too. */
public record OrderId(UUID value) {

  public OrderId {
    Objects.requireNonNull(value, "an order id");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
