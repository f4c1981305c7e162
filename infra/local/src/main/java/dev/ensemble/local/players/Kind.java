package dev.ensemble.local.players;

/** The ways an order can go, each brought about by what it is placed with and what is done then. */
public enum Kind {
  COMPLETED("completed", "", 55),
  OUT_OF_STOCK("out of stock", "out of stock", 8),
  PAYMENT_DECLINED("payment declined", "declined", 8),
  SHIPMENT_FAILED("shipment failed, refunded", "unshippable", 8),
  CANCELLED_BEFORE_CHARGE("cancelled before the charge", "customer", 7),
  CANCELLED_BEFORE_DISPATCH("cancelled before dispatch, refunded", "customer", 7),
  CANCELLATION_REFUSED("cancellation refused after dispatch", "refused", 4),
  DEADLINE("deadline passed, refunded", "deadline", 3);

  private final String label;
  private final String reason;
  private final int weightPercent;

  Kind(String label, String reason, int weightPercent) {
    this.label = label;
    this.reason = reason;
    this.weightPercent = weightPercent;
  }

  /** How the table of outcomes calls it. */
  public String label() {
    return label;
  }

  /** The short reason in an order's own line. */
  public String reason() {
    return reason;
  }

  int weightPercent() {
    return weightPercent;
  }
}
