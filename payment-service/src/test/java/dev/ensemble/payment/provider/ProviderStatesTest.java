package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.stripe.FakeStripe.Answer;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** What the provider has not made up its mind about, and answers that say nothing. */
class ProviderStatesTest extends ProviderService {
  private static final int ATTEMPTS = 50;

  @Autowired private HealthIndicator paymentProviderHealthIndicator;

  @Test
  void a_confirmation_that_is_still_processed_is_looked_at_although_its_key_repeats_it() {
    STRIPE.intents().beginWith("processing", "succeeded");
    intended();
    attempts(4);
    assertThat(statusOf(order)).isEqualTo("Charging");
    assertThat(toldOf(order)).isEmpty();
    assertThat(health().getStatus()).isEqualTo(Status.UP);

    STRIPE.intents().conclude("succeeded");
    settle();
    requireChargedOnce();
  }

  @Test
  void a_confirmation_that_was_processed_in_vain_declines_the_order() {
    STRIPE.intents().beginWith("processing", "succeeded");
    intended();
    attempts(4);
    STRIPE.intents().conclude("requires_payment_method");
    settle();
    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(STRIPE.faults().asked()).last().asString().startsWith("cancel");
  }

  @Test
  void goods_withdrawn_while_the_bank_thinks_are_paid_and_given_back_or_neither() {
    STRIPE.intents().beginWith("processing", "succeeded");
    intended();
    attempts(3);
    withdraw();
    attempts(3);
    assertThat(statusOf(order)).isEqualTo("Charging");
    STRIPE.intents().conclude("succeeded");
    settle();
    requireRefundedOnce();
  }

  @Test
  void whoever_would_have_to_act_is_not_there_so_the_intent_is_closed() {
    STRIPE.intents().beginWith("requires_action", "succeeded");
    intended();
    settle();
    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(STRIPE.faults().asked()).last().asString().startsWith("cancel");
  }

  @Test
  void a_refund_is_told_when_the_money_is_back_and_no_sooner() {
    charged();
    STRIPE.intents().beginWith("succeeded", "pending");
    withdraw();
    attempts(3);
    STRIPE.forgetKeys();
    attempts(3);
    assertThat(statusOf(order)).isEqualTo("Refunding");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1");
    assertThat(health().getStatus()).isEqualTo(Status.UP);

    STRIPE.intents().concludeRefunds("succeeded");
    settle();
    requireRefundedOnce();
  }

  @Test
  void a_refund_that_fails_is_said_by_health_while_others_pay_and_is_never_made_anew() {
    charged();
    STRIPE.intents().beginWith("succeeded", "pending");
    withdraw();
    attempts(1);
    STRIPE.intents().concludeRefunds("failed");
    attempts(ATTEMPTS);
    chargePayment.charge(newId(), demand(payer("pm_good"), "1.00"), newId());
    attempts(2);
    assertThat(STRIPE.intents().charges()).as("another paid").isEqualTo(2);
    assertThat(STRIPE.faults().keysOf("refund")).hasSize(1);
    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health().getDetails()).containsEntry("toMend", 1L);
    assertThat(String.valueOf(health().getDetails().get("trouble"))).contains("dashboard");

    // Somebody settles it in the dashboard.
    STRIPE.intents().concludeRefunds("succeeded");
    settle();
    assertThat(statusOf(order)).isEqualTo("Refunded");
    assertThat(health().getStatus()).isEqualTo(Status.UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "{\"id\":\"\"}", "{\"id\":\"pi_1/../refunds\"}", "7"})
  void an_answer_that_names_no_intent_opens_none_and_is_not_asked_for_again_at_once(
      String nonsense) {
    STRIPE.faults().plan("create", Fault.answering(new Answer(200, nonsense, Map.of())));
    intended();
    assertThat(askProvider.runOnce()).isEqualTo(1);
    assertThat(askProvider.runOnce()).as("there is a pause").isZero();
    assertThat(one("SELECT max(attempts) FROM payments.payments")).isEqualTo(1);
    settle();
    requireChargedOnce();
  }

  /** The SDK's own answer to these is a NullPointerException. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "confirm", "refunds", "refund"})
  void an_error_without_a_body_is_an_outage_and_stops_nobody(String operation) {
    STRIPE.faults().plan(operation, Fault.answering(new Answer(503, "", Map.of())));
    intended();
    attempts(3);
    requireChargedOnce();
    withdraw();
    attempts(1);
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    settle();
    requireRefundedOnce();
  }

  @Test
  void a_key_that_other_parameters_have_taken_is_left_behind() {
    STRIPE
        .faults()
        .plan(
            "create " + event + ":create",
            Fault.answering(Answer.error(400, "idempotency_error", "", "")),
            Fault.answering(Answer.error(400, "idempotency_error", "", "")));
    intended();
    attempts(2);
    assertThat(STRIPE.faults().keysOf("create"))
        .containsExactly(event + ":create", event + ":create:1");
  }

  @Test
  void a_failure_that_is_remembered_without_being_marked_so_does_not_last_for_ever() {
    Fault unmarked = Fault.answering(new Answer(502, "<html>", Map.of()));
    for (int i = 0; i < ATTEMPTS; i++) {
      STRIPE.faults().plan("create " + event + ":create", unmarked);
    }
    intended();
    attempts(ATTEMPTS);
    requireChargedOnce();
    assertThat(STRIPE.faults().keysOf("create")).hasSizeLessThan(ATTEMPTS / 2);
  }

  @Test
  void whoever_could_not_open_an_intent_says_nothing_of_the_one_that_another_has_opened()
      throws Exception {
    Gate gate = new Gate();
    STRIPE
        .faults()
        .plan(
            "create",
            Fault.answering(
                    Answer.error(
                        400,
                        "invalid_request_error",
                        "resource_missing",
                        ",\"param\":\"customer\""))
                .heldBy(gate));
    intended();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> late = threads.submit(askProvider::runOnce);
      gate.awaitReached();
      CLOCK.advance(LONG);
      assertThat(askProvider.runOnce()).as("another opens it").isEqualTo(1);
      gate.open();
      late.get(60, TimeUnit.SECONDS);
    }
    assertThat(toldOf(order)).isEmpty();
    settle();
    requireChargedOnce();
  }

  /** So many passes, each after every pause is over. */
  private void attempts(int count) {
    for (int i = 0; i < count; i++) {
      askProvider.runOnce();
      CLOCK.advance(LONG);
    }
  }

  private Health health() {
    return Objects.requireNonNull(paymentProviderHealthIndicator.health());
  }
}
