package dev.ensemble.payment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.Api.Answer;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A saga's commands over HTTP. */
class SagaStepsTest extends RunningService {

  @Test
  void a_charge_that_comes_again_has_the_same_result_and_says_so() {
    AccountId alice = customerWith("100.00");
    Answer first = charge(alice, "99.99");
    String paymentId = first.json().path("result").path("payment_id").asString();
    String sameInBoth =
        "{\"type\":\"ChargePayment_ok\",\"saga_id\":\"saga42\",\"step\":2,\"result\":"
            + "{\"payment_id\":\"%s\",\"charged\":99.99}".formatted(paymentId);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).isEqualTo(sameInBoth + "}");

    Answer again = charge(alice, "99.99");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(sameInBoth + ",\"note\":\"cached_result\"}");
    assertThat(balanceOf(alice)).isEqualTo("0.01");
  }

  @Test
  void a_refund_that_comes_again_gives_back_once() {
    AccountId alice = customerWith("100.00");
    charge(alice, "99.99");
    Answer first = refund("99.99");
    assertThat(first.json().path("type").asString()).isEqualTo("RefundPayment_ok");
    assertThat(first.json().path("result").path("refunded").decimalValue()).isEqualTo("99.99");
    assertThat(first.json().has("note")).isFalse();
    assertThat(refund("99.99").json().path("note").asString()).isEqualTo("already_refunded");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
  }

  @Test
  void a_compensation_whose_charge_never_came_refuses_the_late_charge() {
    AccountId alice = customerWith("100.00");
    Answer nothing = refund("99.99");
    assertThat(nothing.body()).contains("\"refunded\":0}", "\"note\":\"nothing_charged\"");
    assertThat(refund("99.99").json().path("result")).isEqualTo(nothing.json().path("result"));

    Answer late = charge(alice, "99.99");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.problem()).isEqualTo("step-voided");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
  }

  @Test
  void refusals_are_problem_documents() {
    AccountId alice = customerWith("100.00");
    Answer declined = charge(alice, "100.01");
    assertThat(declined.status()).isEqualTo(422);
    assertThat(declined.contentType()).startsWith("application/problem+json");
    assertThat(declined.problem()).isEqualTo("charge-declined");
    assertThat(declined.json().path("reason").asString()).isEqualTo("INSUFFICIENT_FUNDS");

    Answer reused = charge(alice, "50.00");
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.problem()).isEqualTo("idempotency-key-reused");

    api().postBare("/saga-steps", body("ChargePayment", 3, alice.value(), null, "50.00"));
    Answer above = api().postBare("/saga-steps", body("RefundPayment", 3, null, "p1", "50.01"));
    assertThat(above.status()).isEqualTo(409);
    assertThat(above.problem()).isEqualTo("refund-above-charge");
  }

  @ParameterizedTest
  @CsvSource({"saga42:2, 200", "'\"saga42:2\"', 200", "saga42:3, 400", "another, 400"})
  void a_key_in_the_header_is_the_steps_own_or_refused(String key, int status) {
    AccountId alice = customerWith("100.00");
    Answer answer = api().postAs(key, "/saga-steps", chargeBody(alice, "99.99"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(balanceOf(alice)).isEqualTo(status == 200 ? "0.01" : "100.00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ShipOrder\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"amount\":1}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"\",\"step\":1,\"params\":{\"user_id\":\"u\",\"amount\":1}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":-1,\"params\":{\"user_id\":\"u\",\"amount\":1}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1.5,\"params\":{\"user_id\":\"u\",\"amount\":1}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"amount\":1}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"user_id\":\"u\",\"amount\":0}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"user_id\":\"u\",\"amount\":0.001}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"user_id\":\"u\",\"amount\":\"1\"}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"user_id\":\"u\",\"amount\":1,\"currency\":\"EUR\"}}",
        "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,\"compensating\":true,\"params\":{\"user_id\":\"u\",\"amount\":1}}",
        "{\"type\":\"RefundPayment\",\"saga_id\":\"s\",\"step\":1,\"params\":{\"user_id\":\"u\",\"amount\":1}}",
        "{\"type\":\"RefundPayment\",\"saga_id\":\"s\",\"step\":1}",
        "{}"
      })
  void what_is_no_command_is_refused_and_writes_no_row(String body) {
    Map<String, List<String>> before = DATABASE.rows();
    assertThat(api().postBare("/saga-steps", body).status()).isIn(400, 422);
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  private Answer charge(AccountId user, String euros) {
    return api().postBare("/saga-steps", chargeBody(user, euros));
  }

  private Answer refund(String euros) {
    return api().postBare("/saga-steps", body("RefundPayment", 2, null, "p1", euros));
  }

  private static String chargeBody(AccountId user, String euros) {
    return body("ChargePayment", 2, user.value(), null, euros);
  }

  private static String body(
      String type, int step, @Nullable String userId, @Nullable String paymentId, String euros) {
    String named =
        userId == null ? "\"payment_id\":\"" + paymentId + "\"" : "\"user_id\":\"" + userId + "\"";
    return "{\"type\":\"%s\",\"saga_id\":\"saga42\",\"step\":%d,\"params\":{%s,\"amount\":%s}}"
        .formatted(type, step, named, euros);
  }
}
