package dev.ensemble.local.players;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {

  @Test
  void a_completed_order_was_either_left_alone_or_its_cancellation_refused() {
    assertThat(Orders.completed("NONE").seen()).isEqualTo(Kind.COMPLETED);
    assertThat(Orders.completed("REFUSED").seen()).isEqualTo(Kind.CANCELLATION_REFUSED);
  }

  @Test
  void the_reason_of_a_cancelled_order_is_its_kind() {
    assertThat(Orders.cancelled("OUT_OF_STOCK", "PLACED", "CANCELLED").seen())
        .isEqualTo(Kind.OUT_OF_STOCK);
    assertThat(Orders.cancelled("PAYMENT_DECLINED", "PLACED", "CANCELLED").seen())
        .isEqualTo(Kind.PAYMENT_DECLINED);
    assertThat(Orders.cancelled("SHIPMENT_FAILED", "PLACED", "CANCELLED").seen())
        .isEqualTo(Kind.SHIPMENT_FAILED);
    assertThat(Orders.cancelled("DEADLINE", "PLACED", "SHIPPING", "CANCELLED").seen())
        .isEqualTo(Kind.DEADLINE);
  }

  @Test
  void what_the_customer_cancelled_had_a_shipment_or_not() {
    assertThat(Orders.cancelled("CUSTOMER", "PLACED", "RESERVED", "CANCELLED").seen())
        .isEqualTo(Kind.CANCELLED_BEFORE_CHARGE);
    assertThat(Orders.cancelled("CUSTOMER", "PLACED", "PAID", "SHIPPING", "CANCELLED").seen())
        .isEqualTo(Kind.CANCELLED_BEFORE_DISPATCH);
  }

  @Test
  void an_order_that_has_not_ended_is_of_no_kind() {
    Outcome waiting = Orders.outcome(Kind.COMPLETED, null, "NONE", "PLACED", "RESERVED");

    assertThat(waiting.seen()).isNull();
    assertThat(waiting.asPlanned()).isFalse();
  }

  @Test
  void the_way_is_one_word() {
    assertThat(Orders.cancelled("OUT_OF_STOCK", "PLACED", "CANCELLED").way())
        .isEqualTo("placed→cancelled");
  }
}
