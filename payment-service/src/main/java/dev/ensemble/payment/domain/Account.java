package dev.ensemble.payment.domain;

import java.time.Duration;

/**
 * A customer's account.
 *
 * @param balance what the customer can spend
 * @param chargeDelay how long its bank takes over a charge; zero: charged at once
 */
public record Account(AccountId id, Money balance, Duration chargeDelay) {

  /** An order waits for no bank longer than this. */
  public static final Duration CHARGE_DELAY_MAX = Duration.ofHours(1);

  public Account {
    if (!isChargeDelay(chargeDelay)) {
      throw new IllegalArgumentException("no charge delay: " + chargeDelay);
    }
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
