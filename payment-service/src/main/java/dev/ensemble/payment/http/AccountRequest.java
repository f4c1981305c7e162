package dev.ensemble.payment.http;

import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.ProviderPayer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an account is to be.
 *
 * @param chargeDelay how long its bank takes over a charge; left out: no time
 * @param provider who pays at the payment provider; left out: nobody
 */
record AccountRequest(@Nullable Duration chargeDelay, @Nullable ProviderPayer provider) {
  AccountRequest {
    if (chargeDelay != null && !Account.isChargeDelay(chargeDelay)) {
      throw new IllegalArgumentException(
          "chargeDelay is between PT0S and " + Account.CHARGE_DELAY_MAX + ", in milliseconds");
    }
  }

  Duration delay() {
    return chargeDelay == null ? Duration.ZERO : chargeDelay;
  }
}
