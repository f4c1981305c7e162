package dev.ensemble.inventory.domain;

/** Why a reservation ended before a shipment existed. */
public enum ReleaseReason {
  PAYMENT_DECLINED,
  CUSTOMER,
  DEADLINE;

  static ReleaseReason of(CancellationReason reason) {
    return switch (reason) {
      case CUSTOMER -> CUSTOMER;
      case DEADLINE -> DEADLINE;
    };
  }
}
