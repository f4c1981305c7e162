package dev.ensemble.payment.domain;

/** Where money is taken and given back: an order is refunded from the till that charged it. */
public enum Till {
  /** The customers' balances in this service's own ledger. */
  LEDGER,
  /** The payment provider. */
  PROVIDER
}
