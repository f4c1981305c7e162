package dev.ensemble.payment.provider;

import com.stripe.model.Refund;
import dev.ensemble.payment.application.ProviderTrouble;
import dev.ensemble.payment.application.ProviderTrouble.Kind;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.ProviderAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the refunds of an intent say, taken together. */
final class StripeRefunds {
  private static final Set<String> ON_THE_WAY = Set.of("pending", "requires_action");

  private StripeRefunds() {}

  /**
   * Given back is what has succeeded. A pending one has not: it may wait for money on the house's
   * account at Stripe, and may yet fail.
   */
  static ProviderAnswer settled(List<Refund> refunds, Money amount) throws ProviderTrouble {
    if (cents(refunds, Set.of("succeeded")) >= amount.cents()) {
      return new ProviderAnswer.GivenBack();
    }
    boolean isOnTheWay = cents(refunds, ON_THE_WAY) > 0;
    throw new ProviderTrouble(
        isOnTheWay ? Kind.OUTAGE : Kind.OURS,
        isOnTheWay
            ? "the refund is pending"
            : "the refund has failed or is not the whole; what is missing is to be refunded in"
                + " Stripe's dashboard",
        false,
        Optional.empty());
  }

  private static long cents(List<Refund> refunds, Set<String> statuses) {
    return refunds.stream()
        .filter(refund -> statuses.contains(String.valueOf(refund.getStatus())))
        .mapToLong(refund -> refund.getAmount() == null ? 0 : refund.getAmount())
        .sum();
  }
}
