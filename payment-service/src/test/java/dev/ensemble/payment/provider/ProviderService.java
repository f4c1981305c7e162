package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.AskProvider;
import dev.ensemble.payment.application.ChargePayment;
import dev.ensemble.payment.application.RefundPayment;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.ProviderPayer;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import dev.ensemble.testkit.stripe.FakeStripe;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service over the fake provider; tests step its worker. */
abstract class ProviderService extends RunningService {
  static final FakeStripe STRIPE = new FakeStripe();

  /** Longer than any pause and any claim. */
  static final Duration LONG = Duration.ofHours(2);

  @DynamicPropertySource
  static void provider(DynamicPropertyRegistry registry) {
    registry.add("payment.provider.kind", () -> "stripe");
    registry.add("payment.provider.stripe.api-key", () -> FakeStripe.API_KEY);
    registry.add("payment.provider.stripe.api-base", STRIPE::base);
    registry.add("payment.provider.stripe.read-timeout", () -> "30s");
  }

  @Autowired AskProvider askProvider;
  @Autowired ChargePayment chargePayment;
  @Autowired RefundPayment refundPayment;

  UUID order = newId();
  UUID event = newId();

  @BeforeEach
  void the_provider_is_as_new() {
    STRIPE.reset();
    order = newId();
    event = newId();
  }

  @AfterEach
  void the_provider_holds_what_the_ledger_says() {
    assertThat(
            one(
                """
                SELECT coalesce(sum(amount_cents), 0) FROM payments.entries
                WHERE ledger_account = 'house:provider'
                """))
        .isEqualTo(STRIPE.intents().heldCents());
  }

  AccountId payer(String method) {
    return payer("cus_1", method);
  }

  AccountId payer(String customer, String method) {
    AccountId id = customerWith("0.00");
    openAccount.open(id, Duration.ZERO, new ProviderPayer(customer, method));
    return id;
  }

  /** An order whose charge is recorded, and of which the provider knows nothing. */
  void intended() {
    chargePayment.charge(order, demand(payer("pm_good"), "59.99"), event);
  }

  void charged() {
    intended();
    settle();
    assertThat(statusOf(order)).isEqualTo("Charged");
  }

  void withdraw() {
    refundPayment.refund(order, new Withdrawn(Withdrawal.CUSTOMER, event));
  }

  /** Asks until nothing waits, with the time in between that each pause asks for. */
  void settle() {
    int idle = 0;
    for (int pass = 0; pass < 60 && idle < 2; pass++) {
      idle = askProvider.runOnce() == 0 ? idle + 1 : 0;
      if (idle == 1) {
        CLOCK.advance(LONG);
      }
    }
    assertThat(one("SELECT count(*) FROM payments.payments WHERE call_at IS NOT NULL")).isZero();
  }

  void requireChargedOnce() {
    assertThat(statusOf(order)).isEqualTo("Charged");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1");
    assertThat(STRIPE.intents().charges()).isEqualTo(1);
    assertThat(one("SELECT count(*) FROM payments.transfers WHERE kind = 'CHARGE'")).isEqualTo(1);
  }

  void requireRefundedOnce() {
    assertThat(statusOf(order)).isEqualTo("Refunded");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1", "payment.refunded.v1");
    assertThat(STRIPE.intents().charges()).isEqualTo(1);
    assertThat(STRIPE.intents().refundsMade()).isEqualTo(1);
  }
}
