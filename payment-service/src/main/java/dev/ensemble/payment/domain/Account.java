package dev.ensemble.payment.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A customer's account.
 *
 * @param balance what the customer can spend
 * @param chargeDelay how long its bank takes over a charge; zero: charged at once
 * @param payer who pays at the provider; null where nobody is named
 */
public record Account(
    AccountId id, Money balance, Duration chargeDelay, @Nullable ProviderPayer payer) {

  /** An order waits for no bank longer than this. */
  public static final Duration CHARGE_DELAY_MAX = Duration.ofHours(1);

  public Account {
    if (!isChargeDelay(chargeDelay)) {
      throw new IllegalArgumentException("no charge delay: " + chargeDelay);
    }
  }

  /** An account that names nobody at the provider. */
  public Account(AccountId id, Money balance, Duration chargeDelay) {
    this(id, balance, chargeDelay, null);
  }

  /** Whether it is between zero and {@link #CHARGE_DELAY_MAX}, in whole milliseconds. */
  public static boolean isChargeDelay(Duration delay) {
    return !delay.isNegative()
        && delay.compareTo(CHARGE_DELAY_MAX) <= 0
        && delay.equals(Duration.ofMillis(delay.toMillis()));
  }

  boolean covers(Money amount) {
    return !amount.isMoreThan(balance);
  }

  boolean chargesLater() {
    return chargeDelay.isPositive();
  }
}
