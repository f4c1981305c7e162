package dev.ensemble.order.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.OrderServiceHarness;
import dev.ensemble.testkit.hostile.GoodCall;
import dev.ensemble.testkit.hostile.HostileInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** The table of what no decent client sends, against each call that changes something. */
class HostileInputTest extends OrderServiceHarness {
  private final int port;

  HostileInputTest(@Value("${local.server.port}") int port) {
    this.port = port;
  }

  @BeforeEach
  void stock_the_price_list() {
    api().put("/products/tea-mug", "{\"price\": 12.50}");
  }

  @Test
  void an_order_is_refused_as_documented_or_placed() {
    refusesAsDocumented(
        GoodCall.of(
            "POST",
            "/orders",
            GoodCall.Key.REQUIRED,
            "{\"customerId\": \"alice\", \"lines\": [{\"quantity\": #, \"sku\": \"tea-mug\"}]}",
            "2"));
  }

  @Test
  void a_cancellation_is_refused_as_documented_or_asked_for() {
    String path = "/orders/" + api().placed("alice") + "/cancellation";
    refusesAsDocumented(GoodCall.of("POST", path, GoodCall.Key.REQUIRED, "", ""));
  }

  @Test
  void a_price_is_refused_as_documented_or_set() {
    refusesAsDocumented(
        GoodCall.of("PUT", "/products/tea-cosy", GoodCall.Key.IGNORED, "{\"price\": #}", "7.25"));
  }

  private void refusesAsDocumented(GoodCall call) {
    assertThat(new HostileInput(port, DATABASE).wrongAnswers(call)).isEmpty();
  }
}
