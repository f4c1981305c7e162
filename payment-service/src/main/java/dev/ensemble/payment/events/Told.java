package dev.ensemble.payment.events;

import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.PaymentFact;
import java.math.BigDecimal;
import java.util.UUID;

/** What this service tells, in the shapes of its contracts. */
sealed interface Told {

  UUID orderId();

  /** The wire type, {@code noun.verb.vN}. */
  String type();

  static Told of(PaymentFact fact) {
    return switch (fact) {
      case PaymentFact.Charged it ->
          new PaymentCharged(
              it.orderId(), it.paymentId(), it.demand().customerId(), euros(it.demand()));
      case PaymentFact.Declined it ->
          new PaymentDeclined(
              it.orderId(),
              it.paymentId(),
              it.demand().customerId(),
              euros(it.demand()),
              it.reason().name());
      case PaymentFact.Refunded it ->
          new PaymentRefunded(
              it.orderId(),
              it.paymentId(),
              it.refundId(),
              it.demand().customerId(),
              euros(it.demand()),
              it.reason().name());
    };
  }

  private static BigDecimal euros(Demand demand) {
    return demand.amount().toDecimal();
  }

  record PaymentCharged(UUID orderId, UUID paymentId, String customerId, BigDecimal amount)
      implements Told {
    @Override
    public String type() {
      return "payment.charged.v1";
    }
  }

  record PaymentDeclined(
      UUID orderId, UUID paymentId, String customerId, BigDecimal amount, String reason)
      implements Told {
    @Override
    public String type() {
      return "payment.declined.v1";
    }
  }

  /** Six parts, because the contract has six. */
  record PaymentRefunded(
      UUID orderId,
      UUID paymentId,
      UUID refundId,
      String customerId,
      BigDecimal amount,
      String reason)
      implements Told {
    @Override
    public String type() {
      return "payment.refunded.v1";
    }
  }
}
