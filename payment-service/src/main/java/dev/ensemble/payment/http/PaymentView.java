package dev.ensemble.payment.http;

import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.PaymentState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order's payment.
 *
 * @param customerId null where the goods were withdrawn before money was asked for
 * @param reason why it was declined, refunded or voided
 * @param dueAt when a pending charge is decided
 */
record PaymentView(
    UUID orderId,
    UUID paymentId,
    String status,
    @Nullable String customerId,
    BigDecimal amount,
    @Nullable String reason,
    @Nullable UUID refundId,
    @Nullable Instant dueAt,
    Instant changedAt,
    long version) {

  private record Standing(
      String status, @Nullable String reason, @Nullable UUID refundId, @Nullable Instant dueAt) {}

  static PaymentView of(Payment payment) {
    Standing standing = standing(payment.state());
    return new PaymentView(
        payment.orderId(),
        payment.paymentId(),
        standing.status(),
        payment.demand().map(Demand::customerId).orElse(null),
        payment.demand().map(Demand::amount).orElse(Money.ZERO).toDecimal(),
        standing.reason(),
        standing.refundId(),
        standing.dueAt(),
        payment.changedAt(),
        payment.version());
  }

  private static Standing standing(PaymentState state) {
    return switch (state) {
      case PaymentState.Awaited it -> new Standing("AWAITED", null, null, null);
      case PaymentState.Pending it -> new Standing("PENDING", null, null, it.dueAt());
      case PaymentState.Charging it -> new Standing("CHARGING", null, null, null);
      case PaymentState.Charged it -> new Standing("CHARGED", null, null, null);
      case PaymentState.Refunding it ->
          new Standing("REFUNDING", it.withdrawn().why().name(), it.refundId(), null);
      case PaymentState.Declined it -> new Standing("DECLINED", it.reason().name(), null, null);
      case PaymentState.Refunded it ->
          new Standing("REFUNDED", it.reason().name(), it.refundId(), null);
      case PaymentState.Voided it -> new Standing("VOIDED", it.reason().name(), null, null);
    };
  }
}
