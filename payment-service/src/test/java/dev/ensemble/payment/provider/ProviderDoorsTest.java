package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.Api;
import dev.ensemble.testkit.stripe.FakeStripe;
import dev.ensemble.testkit.stripe.FakeStripe.Answer;
import dev.ensemble.testkit.stripe.Faults.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** What is seen from outside where a provider charges. */
class ProviderDoorsTest extends ProviderService {
  @Autowired private HealthIndicator paymentProviderHealthIndicator;
  @Autowired private MeterRegistry meters;

  @Test
  void an_account_names_who_pays_at_the_provider() {
    Api.Answer put =
        api()
            .put(
                "/accounts/ann",
                "{\"provider\":{\"customer\":\"cus_a\",\"paymentMethod\":\"pm_a\"}}");
    assertThat(put.status()).isEqualTo(201);
    assertThat(api().get("/accounts/ann").json().at("/provider/paymentMethod").asString())
        .isEqualTo("pm_a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"customer\":\"cus_a\"}",
        "{\"customer\":\"a\",\"paymentMethod\":\"pm_a\"}",
        "{\"customer\":\"cus_a\",\"paymentMethod\":\"pm_'; --\"}",
        "{\"customer\":\"cus_a\",\"paymentMethod\":\"pm_a\",\"card\":\"4242\"}",
        "\"cus_a\"",
      })
  void a_payer_that_is_none_is_refused_and_no_account_is_opened(String provider) {
    Api.Answer put = api().put("/accounts/ann", "{\"provider\":" + provider + "}");
    assertThat(put.status()).isBetween(400, 422);
    assertThat(api().get("/accounts/ann").status()).isEqualTo(404);
  }

  @Test
  void a_sagas_step_is_not_offered() {
    Api.Answer answer =
        api()
            .postBare(
                "/saga-steps",
                "{\"type\":\"ChargePayment\",\"saga_id\":\"s\",\"step\":1,"
                    + "\"params\":{\"user_id\":\"ann\",\"amount\":1}}");
    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.problem()).isEqualTo("not-offered");
  }

  @Test
  void health_is_down_where_we_have_to_mend_something_and_tells_how_many_wait() {
    STRIPE
        .faults()
        .plan("create", Fault.answering(Answer.error(401, "invalid_request_error", "expired", "")));
    intended();
    askProvider.runOnce();
    Health health = health();
    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.getDetails()).containsEntry("waiting", 1L).containsKey("since");
    assertThat(meters.get("payment.provider.waiting").gauge().value()).isEqualTo(1);
    settle();
    requireChargedOnce();
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(
            meters
                .get("payment.provider.calls")
                .tag("operation", "confirm")
                .tag("result", "succeeded")
                .timer()
                .count())
        .isPositive();
  }

  /** Somebody has used our key for something else, and the provider remembers that. */
  @Test
  void a_key_that_was_used_otherwise_declines_nobody_and_is_told_by_health() throws Exception {
    useKeyOtherwise(event + ":create");
    intended();
    askProvider.runOnce();
    assertThat(statusOf(order)).isEqualTo("Charging");
    assertThat(toldOf(order)).isEmpty();
    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health().getDetails().get("trouble")).asString().contains("HTTP 400");
    // By the key's next generation, which is harmless whatever the first was used for.
    settle();
    requireChargedOnce();
    assertThat(health().getStatus()).isEqualTo(Status.UP);
  }

  private static void useKeyOtherwise(String key) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(STRIPE.base() + "/v1/payment_intents"))
              .header("Authorization", "Bearer " + FakeStripe.API_KEY)
              .header("Idempotency-Key", key)
              .POST(
                  BodyPublishers.ofString(
                      "amount=1&currency=eur&payment_method_types[0]=card&customer=cus_2"))
              .build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void an_outage_of_the_provider_is_not_our_illness() {
    STRIPE.faults().plan("create", Fault.answering(Answer.error(503, "api_error", "", "")));
    intended();
    askProvider.runOnce();
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    settle();
    requireChargedOnce();
  }

  private Health health() {
    return Objects.requireNonNull(paymentProviderHealthIndicator.health());
  }
}
