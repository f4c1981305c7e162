package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContractsTest {
  private static final String PLACED = "order.placed.v1";

  @Test
  void the_types_are_those_that_have_a_schema() {
    assertThat(Contracts.types())
        .hasSize(13)
        .isSorted()
        .contains(PLACED, "order.cancellation-requested.v1", "stock.reserved.v1");
  }

  @Test
  void a_sample_keeps_its_contract_also_with_a_field_that_nobody_knows() {
    assertThatCode(() -> Contracts.validate(PLACED, Contracts.sample(PLACED)))
        .doesNotThrowAnyException();
    assertThatCode(() -> Contracts.validate(PLACED, Facts.sample(PLACED).withUnknownField().json()))
        .doesNotThrowAnyException();
  }

  @Test
  void each_violation_is_named() {
    String wrong = Facts.sample(PLACED).with("total", 1.001).with("orderId", "x").json();

    assertThat(Contracts.violations(PLACED, wrong)).hasSize(2);
    assertThatThrownBy(() -> Contracts.validate(PLACED, wrong))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("/total")
        .hasMessageContaining("/orderId");
  }

  @Test
  void a_fact_without_a_contract_is_told_apart_from_one_that_breaks_it() {
    assertThatThrownBy(() -> Contracts.sample("order.lost.v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no contract order.lost.v1.sample.json on the class path");
  }
}
