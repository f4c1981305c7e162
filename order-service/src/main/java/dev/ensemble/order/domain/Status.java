package dev.ensemble.order.domain;

/** Where an order stands; it is derived from what is known, never set. */
public enum Status {
  PLACED,
  RESERVED,
  PAID,
  SHIPPING,
  COMPLETED,
  CANCELLING,
  CANCELLED;

  /** Nothing moves an order out of its end. */
  public boolean isEnd() {
    return this == COMPLETED || this == CANCELLED;
  }
}
