package dev.ensemble.order.domain;

/** One thing that is known about an order, once and for good. */
public enum Milestone {
  RESERVED,
  REJECTED,
  RELEASED,
  CHARGED,
  DECLINED,
  REFUNDED,
  SHIPMENT_CREATED,
  SHIPMENT_FAILED,
  SHIPMENT_CANCELLED,
  DISPATCHED
}
