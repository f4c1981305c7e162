package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.hostile.GoodCall;
import dev.ensemble.testkit.hostile.HostileInput;
import org.junit.jupiter.api.Test;

/** The table of what no decent client sends, against each call that changes something. */
class HostileInputTest extends ServiceTest {

  @Test
  void a_count_is_refused_as_documented_or_set() {
    refusesAsDocumented(
        new GoodCall(
            "PUT",
            "/stock/" + stocked(1),
            GoodCall.Key.IGNORED,
            "If-Match: *\r\n",
            "{\"onHand\": #}",
            "7"));
  }

  @Test
  void a_dispatch_is_refused_as_documented_or_done() {
    String path = "/shipments/" + shipping(stocked(1)) + "/dispatch";
    refusesAsDocumented(GoodCall.of("POST", path, GoodCall.Key.IGNORED, "", ""));
  }

  private void refusesAsDocumented(GoodCall call) {
    assertThat(new HostileInput(port, DATABASE).wrongAnswers(call)).isEmpty();
  }
}
