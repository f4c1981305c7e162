package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.ProviderPayer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** The ledger charges again, and the provider was not asked for all that it was to be asked. */
class LeftAtProviderTest extends RunningService {
  @Autowired private HealthIndicator paymentProviderHealthIndicator;

  @Test
  void what_waits_for_a_provider_that_nobody_asks_any_more_is_said_by_health() {
    assertThat(status()).isEqualTo(Status.UP);
    AccountId id = customerWith("0.00");
    Account payer = new Account(id, Money.ZERO, Duration.ZERO, new ProviderPayer("cus_1", "pm_1"));
    Payment awaited = Payment.awaited(newId(), newId(), CLOCK.instant());
    payments.save(
        (Outcome.Changed)
            awaited.chargeAtProvider(demand(id, "1.00"), newId(), payer, CLOCK.instant()));
    assertThat(status()).isEqualTo(Status.DOWN);
  }

  private Status status() {
    return Objects.requireNonNull(paymentProviderHealthIndicator.health()).getStatus();
  }
}
