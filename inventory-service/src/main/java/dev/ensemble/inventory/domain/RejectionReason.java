package dev.ensemble.inventory.domain;

/** Why nothing was reserved. */
public enum RejectionReason {
  OUT_OF_STOCK,
  UNKNOWN_SKU
}
