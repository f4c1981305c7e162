package dev.ensemble.inventory.domain;

import java.util.UUID;

/** The order that a reservation is held for; the saga's id. */
public record OrderId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
