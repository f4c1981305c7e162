package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.application.DispatchDue;
import dev.ensemble.inventory.domain.State;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DispatchDueTest extends ServiceTest {
  @Autowired DispatchDue dispatchDue;

  @BeforeEach
  void what_other_tests_left_is_dispatched_first() {
    clock.advance(Duration.ofDays(30));
    while (dispatchDue.runOnce() > 0) {
      // One bounded pass after the other.
    }
  }

  @Test
  void a_shipment_leaves_when_it_is_due_and_not_before() {
    String sku = stocked(10);
    UUID order = shipping(sku);

    clock.advance(Duration.ofMillis(999));
    assertThat(dispatchDue.runOnce()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(dispatchDue.runOnce()).isEqualTo(1);
    assertThat(dispatchDue.runOnce()).isZero();

    assertThat(state(order)).isInstanceOf(State.Dispatched.class);
    assertThat(told(order)).endsWith("shipment.dispatched.v1");
    assertStock(sku, 9, 0);
  }

  @Test
  void an_order_waits_for_its_slowest_item() {
    String quick = stocked(10);
    String slow = newSku();
    stock(slow, "{\"onHand\": 10, \"handlingTime\": \"PT5M\"}");
    UUID order = shipping(quick, slow);

    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(dispatchDue.runOnce()).isZero();
    clock.advance(Duration.ofMillis(1));
    dispatchDue.runOnce();

    assertThat(state(order)).isInstanceOf(State.Dispatched.class);
  }

  @Test
  void one_that_turned_unshippable_fails_and_holds_up_no_other() {
    String good = stocked(10);
    String bad = stocked(10);
    UUID failing = shipping(good, bad);
    UUID leaving = shipping(good);
    stock(bad, "{\"onHand\": 10, \"shippable\": false}");

    clock.advance(Duration.ofSeconds(1));
    assertThat(dispatchDue.runOnce()).isEqualTo(2);

    assertThat(state(failing)).isInstanceOf(State.ShipmentFailed.class);
    assertThat(state(leaving)).isInstanceOf(State.Dispatched.class);
    assertStock(good, 9, 0);
    assertStock(bad, 10, 0);
  }

  @Test
  void a_pass_is_bounded() {
    shippingMany(101, stocked(1_000));
    clock.advance(Duration.ofSeconds(1));

    assertThat(dispatchDue.runOnce()).isEqualTo(100);
    assertThat(dispatchDue.runOnce()).isEqualTo(1);
  }
}
