package dev.ensemble.order.domain;

/** Why an order was cancelled. */
public enum EndReason {
  OUT_OF_STOCK,
  PAYMENT_DECLINED,
  SHIPMENT_FAILED,
  CUSTOMER,
  DEADLINE
}
