package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.stripe.FakeStripe.Answer;
import dev.ensemble.testkit.stripe.Faults.Fault;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One customer pays one order, whatever the provider does. */
class ChargeAtProviderTest extends ProviderService {

  @Test
  void the_reaction_records_and_asks_nobody_and_each_pass_goes_one_recovery_point_further() {
    intended();
    assertThat(statusOf(order)).isEqualTo("Charging");
    assertThat(STRIPE.faults().asked()).isEmpty();
    assertThat(toldOf(order)).isEmpty();

    askProvider.runOnce();
    assertThat(STRIPE.faults().asked()).containsExactly("create " + event + ":create");
    assertThat(STRIPE.intents().charges()).isZero();
    assertThat(statusOf(order)).isEqualTo("Charging");

    askProvider.runOnce();
    assertThat(STRIPE.faults().keysOf("confirm")).containsExactly(event + ":confirm");
    requireChargedOnce();
    assertThat(askProvider.runOnce()).isZero();
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.dropping(),
        Fault.failingAfterActing(),
        Fault.answering(Answer.error(500, "api_error", "", "")),
        Fault.answering(Answer.error(503, "api_error", "", "")),
        Fault.answering(Answer.error(429, "invalid_request_error", "rate_limit", "")),
        Fault.answering(Answer.error(409, "idempotency_error", "idempotency_key_in_use", "")),
        Fault.answering(Answer.error(401, "invalid_request_error", "api_key_expired", "")),
        Fault.answering(new Answer(200, "no json", Map.of())));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatever_goes_wrong_with_opening_the_customer_pays_once(Fault fault) {
    STRIPE.faults().plan("create", fault);
    intended();
    settle();
    requireChargedOnce();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatever_goes_wrong_with_confirming_the_customer_pays_once(Fault fault) {
    STRIPE.faults().plan("confirm", fault);
    intended();
    settle();
    requireChargedOnce();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatever_goes_wrong_with_refunding_the_customer_gets_the_money_back_once(Fault fault) {
    charged();
    STRIPE.faults().plan("refund", fault);
    withdraw();
    settle();
    requireRefundedOnce();
  }

  @Test
  void a_failure_that_is_remembered_by_its_key_is_left_behind_with_another_key() {
    STRIPE.faults().plan("create", Fault.failingAfterActing());
    intended();
    settle();
    assertThat(STRIPE.faults().keysOf("create"))
        .containsExactly(event + ":create", event + ":create", event + ":create:1");
    requireChargedOnce();
  }

  @Test
  void keys_that_the_provider_has_forgotten_charge_nobody_twice() {
    intended();
    askProvider.runOnce();
    // The second connection drops as well: the JDK's client repeats a request by itself once.
    STRIPE.faults().plan("confirm", Fault.dropping(), Fault.dropping());
    askProvider.runOnce();
    assertThat(STRIPE.intents().charges()).isEqualTo(1);
    STRIPE.forgetKeys();
    settle();
    requireChargedOnce();
  }

  @Test
  void keys_that_the_provider_has_forgotten_refund_nobody_twice() {
    charged();
    withdraw();
    STRIPE.faults().plan("refund", Fault.dropping(), Fault.dropping());
    askProvider.runOnce();
    assertThat(STRIPE.intents().refundsMade()).isEqualTo(1);
    STRIPE.forgetKeys();
    settle();
    requireRefundedOnce();
  }

  @Test
  void whoever_is_asked_to_come_later_comes_later() {
    STRIPE
        .faults()
        .plan(
            "create",
            Fault.answering(
                new Answer(
                    429,
                    "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"rate_limit\"}}",
                    Map.of("Retry-After", "90"))));
    intended();
    Instant asked = CLOCK.instant();
    askProvider.runOnce();
    CLOCK.set(asked.plusSeconds(89));
    assertThat(askProvider.runOnce()).isZero();
    CLOCK.set(asked.plusSeconds(91));
    assertThat(askProvider.runOnce()).isEqualTo(1);
    settle();
    requireChargedOnce();
  }

  @ParameterizedTest
  @CsvSource({
    "pm_declined_insufficient_funds, INSUFFICIENT_FUNDS",
    "pm_declined_lost_card, DECLINED_BY_PROVIDER",
  })
  void a_card_that_is_refused_declines_the_order_and_closes_the_intent(
      String method, String reason) {
    chargePayment.charge(order, demand(payer(method), "59.99"), event);
    settle();
    assertThat(statusOf(order)).isEqualTo("Declined");
    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(api().get("/payments/" + order).json().path("reason").asString()).isEqualTo(reason);
    assertThat(STRIPE.faults().asked()).last().asString().startsWith("cancel");
  }

  @ParameterizedTest
  @CsvSource({"cus_nobody, pm_good", "cus_1, pm_nobody"})
  void a_customer_or_card_that_the_provider_does_not_know_declines_the_order(
      String customer, String method) {
    chargePayment.charge(order, demand(payer(customer, method), "59.99"), event);
    settle();
    assertThat(statusOf(order)).isEqualTo("Declined");
    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(api().get("/payments/" + order).json().path("reason").asString())
        .isEqualTo("UNKNOWN_ACCOUNT");
    assertThat(STRIPE.intents().charges()).isZero();
  }

  @Test
  void a_customer_who_names_nobody_at_the_provider_is_declined() {
    chargePayment.charge(order, demand(customerWith("100.00"), "59.99"), event);
    assertThat(statusOf(order)).isEqualTo("Declined");
    assertThat(STRIPE.faults().asked()).isEmpty();
  }
}
