package dev.ensemble.payment.domain;

/** Why the goods of an order will not go out, so that nothing may stay charged for it. */
public enum Withdrawal {
  CUSTOMER,
  DEADLINE,
  SHIPMENT_FAILED,
  PAYMENT_DECLINED;

  /**
   * The reason that a refund tells.
   *
   * <p>A release because of a declined payment follows our own decline, so it never meets a charge.
   * Should it do so all the same, the goods are free again and will not be shipped: keeping the
   * money would be the one wrong answer. The refund then says that the shipment failed, which
   * blames neither the customer nor the deadline.
   */
  RefundReason refundReason() {
    return switch (this) {
      case CUSTOMER -> RefundReason.CUSTOMER;
      case DEADLINE -> RefundReason.DEADLINE;
      case SHIPMENT_FAILED, PAYMENT_DECLINED -> RefundReason.SHIPMENT_FAILED;
    };
  }
}
