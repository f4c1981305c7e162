package dev.ensemble.order.domain;

/** Who asks for a cancellation: the customer, or the order's own deadline. */
public enum Asker {
  CUSTOMER,
  DEADLINE
}
