package dev.ensemble.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Orders;
import dev.ensemble.local.players.Tally;
import org.junit.jupiter.api.Test;

class OutcomeTableTest {
  private final Tally tally = new Tally();

  @Test
  void each_kind_is_a_row_with_what_was_planned_and_what_was_seen() {
    tally.plan(Kind.COMPLETED);
    tally.plan(Kind.COMPLETED);
    tally.see(Orders.completed("NONE"));
    tally.see(Orders.completed("NONE"));

    assertThat(OutcomeTable.of(tally))
        .hasSize(1 + Kind.values().length + 1)
        .contains("  completed                                   2        2")
        .contains("  deadline passed, refunded                   0        0")
        .endsWith("  orders                                      2        2");
  }

  @Test
  void orders_that_were_placed_again_are_accounted_for() {
    tally.plan(Kind.CANCELLATION_REFUSED);
    tally.see(Orders.completed("NONE"));
    tally.see(Orders.completed("REFUSED"));

    assertThat(OutcomeTable.of(tally))
        .contains("  cancellation refused after dispatch         1        1")
        .last()
        .asString()
        .contains("1 more than planned");
  }

  @Test
  void an_order_that_never_ended_has_a_row_of_its_own() {
    tally.plan(Kind.COMPLETED);
    tally.see(Orders.outcome(Kind.COMPLETED, null, "NONE", "PLACED"));

    assertThat(OutcomeTable.of(tally))
        .contains("  not ended while watched                              1");
    assertThat(tally.everyPlannedKindWasSeen()).isFalse();
  }
}
