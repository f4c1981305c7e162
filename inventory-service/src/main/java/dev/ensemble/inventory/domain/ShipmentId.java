package dev.ensemble.inventory.domain;

import java.util.UUID;

/** One attempt to send an order's pieces; an order has at most one. */
public record ShipmentId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
