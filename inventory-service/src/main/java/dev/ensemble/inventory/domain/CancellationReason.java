package dev.ensemble.inventory.domain;

/** Who asked for the order's end. */
public enum CancellationReason {
  CUSTOMER,
  DEADLINE
}
