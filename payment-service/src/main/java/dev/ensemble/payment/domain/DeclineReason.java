package dev.ensemble.payment.domain;

/** Why a payment is declined; told to others by these names. */
public enum DeclineReason {
  INSUFFICIENT_FUNDS,
  UNKNOWN_ACCOUNT,
  /** The payment provider refused for a reason of its own. */
  DECLINED_BY_PROVIDER
}
