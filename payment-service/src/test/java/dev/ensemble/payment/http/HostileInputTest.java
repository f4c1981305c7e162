package dev.ensemble.payment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.testkit.hostile.GoodCall;
import dev.ensemble.testkit.hostile.HostileInput;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** The table of what no decent client sends, against each call that changes something. */
class HostileInputTest extends RunningService {
  private final int port;

  HostileInputTest(@Value("${local.server.port}") int port) {
    this.port = port;
  }

  @Test
  void a_deposit_is_refused_as_documented_or_made() {
    String path = "/accounts/" + customerWith("0.00") + "/deposits";
    refusesAsDocumented(
        GoodCall.of("POST", path, GoodCall.Key.REQUIRED, "{\"amount\": #}", "12.50"));
  }

  @Test
  void an_account_is_refused_as_documented_or_opened() {
    refusesAsDocumented(
        GoodCall.of(
            "PUT", "/accounts/mallory", GoodCall.Key.IGNORED, "{\"chargeDelay\": #}", "\"PT3S\""));
  }

  @Test
  void a_sagas_step_is_refused_as_documented_or_run() {
    String toAlice = "{\"user_id\": \"" + customerWith("100.00") + "\", \"amount\": #}";
    refusesAsDocumented(
        GoodCall.of(
            "POST",
            "/saga-steps",
            GoodCall.Key.IN_THE_BODY,
            "{\"type\": \"ChargePayment\", \"saga_id\": \"saga42\", \"step\": 2, \"params\": "
                + toAlice
                + "}",
            "12.50"));
  }

  private void refusesAsDocumented(GoodCall call) {
    assertThat(new HostileInput(port, DATABASE).wrongAnswers(call)).isEmpty();
  }
}
