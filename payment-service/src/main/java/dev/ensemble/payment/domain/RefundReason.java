package dev.ensemble.payment.domain;

/** Why a payment is refunded; told to others by these names. */
public enum RefundReason {
  SHIPMENT_FAILED,
  CUSTOMER,
  DEADLINE
}
