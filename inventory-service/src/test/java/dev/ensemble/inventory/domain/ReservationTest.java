package dev.ensemble.inventory.domain;

import static dev.ensemble.inventory.domain.Warehouse.MUG;
import static dev.ensemble.inventory.domain.Warehouse.NOW;
import static dev.ensemble.inventory.domain.Warehouse.ORDER;
import static dev.ensemble.inventory.domain.Warehouse.POT;
import static dev.ensemble.inventory.domain.Warehouse.SHIPMENT;
import static dev.ensemble.inventory.domain.Warehouse.TWO_MUGS_AND_A_POT;
import static dev.ensemble.inventory.domain.Warehouse.shelf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.domain.Outcome.Changed;
import dev.ensemble.inventory.domain.Outcome.Unchanged;
import dev.ensemble.inventory.domain.Warehouse.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReservationTest {

  @Test
  void an_order_reserves_all_of_its_lines() {
    Warehouse warehouse = Warehouse.stocked();

    Outcome outcome = warehouse.take(Step.PLACED);

    assertThat(fact(outcome))
        .isEqualTo(
            new ReservationFact.StockReserved(
                ORDER, "alice", new Money(5_999), TWO_MUGS_AND_A_POT.lines()));
    assertThat(warehouse.item(MUG).available()).isEqualTo(8);
    assertThat(warehouse.item(POT).available()).isEqualTo(9);
  }

  @Test
  void an_order_that_is_one_piece_short_reserves_nothing() {
    Warehouse warehouse = new Warehouse(shelf(MUG, 10), shelf(POT, 0));

    Outcome outcome = warehouse.take(Step.PLACED);

    assertThat(fact(outcome))
        .isEqualTo(new ReservationFact.StockRejected(ORDER, RejectionReason.OUT_OF_STOCK, POT));
    assertThat(warehouse.reservedPieces()).isZero();
  }

  @Test
  void an_order_for_an_unknown_sku_reserves_nothing() {
    Warehouse warehouse = new Warehouse(shelf(POT, 10));

    Outcome outcome = warehouse.take(Step.PLACED);

    assertThat(fact(outcome))
        .isEqualTo(new ReservationFact.StockRejected(ORDER, RejectionReason.UNKNOWN_SKU, MUG));
    assertThat(warehouse.reservedPieces()).isZero();
  }

  @Test
  void pieces_held_for_others_are_not_available() {
    Warehouse warehouse = new Warehouse(new StockItem(MUG, 10, 9, true, null), shelf(POT, 10));

    assertThat(fact(warehouse.take(Step.PLACED)))
        .isEqualTo(new ReservationFact.StockRejected(ORDER, RejectionReason.OUT_OF_STOCK, MUG));
  }

  @Test
  void a_shipment_is_due_when_its_slowest_item_is_ready() {
    Warehouse warehouse = Warehouse.stocked().after(Step.PLACED);
    warehouse.recount(POT, new StockCount(10, true, Duration.ofMinutes(3)));

    warehouse.take(Step.CHARGED);

    assertThat(warehouse.reservation().state())
        .isEqualTo(new State.Shipping(SHIPMENT, NOW.plus(Duration.ofMinutes(3))));
  }

  @Test
  void items_without_a_handling_time_take_the_services_default() {
    Warehouse warehouse = Warehouse.stocked().after(Step.PLACED);
    warehouse.recount(POT, new StockCount(10, true, Duration.ZERO));

    warehouse.take(Step.CHARGED);

    assertThat(warehouse.reservation().state())
        .isEqualTo(new State.Shipping(SHIPMENT, NOW.plus(Warehouse.DISPATCH_AFTER)));
  }

  @Test
  void a_paid_order_with_an_unshippable_item_fails_and_releases() {
    Warehouse warehouse = Warehouse.stocked().after(Step.PLACED);
    warehouse.recount(POT, new StockCount(10, false, null));

    Outcome outcome = warehouse.take(Step.CHARGED);

    assertThat(fact(outcome)).isEqualTo(new ReservationFact.ShipmentFailed(ORDER, SHIPMENT, POT));
    assertThat(warehouse.reservedPieces()).isZero();
  }

  @Test
  void an_item_that_turned_unshippable_fails_the_shipment_at_the_door() {
    Warehouse warehouse = Warehouse.stocked().after(Step.PLACED, Step.CHARGED);
    warehouse.recount(MUG, new StockCount(10, false, null));

    Outcome outcome = warehouse.take(Step.DISPATCH);

    assertThat(fact(outcome)).isEqualTo(new ReservationFact.ShipmentFailed(ORDER, SHIPMENT, MUG));
    assertThat(warehouse.reservedPieces()).isZero();
    assertThat(warehouse.item(MUG).onHand()).isEqualTo(10);
  }

  @Test
  void a_dispatch_takes_the_pieces_from_the_shelf() {
    Warehouse warehouse = Warehouse.stocked().after(Step.PLACED, Step.CHARGED, Step.DISPATCH);

    assertThat(warehouse.item(MUG)).isEqualTo(shelf(MUG, 8));
    assertThat(warehouse.item(POT)).isEqualTo(shelf(POT, 9));
  }

  @Test
  void a_cancellation_after_the_dispatch_is_refused_once() {
    Warehouse warehouse = Warehouse.stocked().after(Step.PLACED, Step.CHARGED, Step.DISPATCH);

    assertThat(fact(warehouse.take(Step.CANCELLATION)))
        .isEqualTo(new ReservationFact.CancellationRefused(ORDER));
    assertThat(warehouse.take(Step.CANCELLATION)).isInstanceOf(Unchanged.class);
    assertThat(warehouse.reservation().version()).isEqualTo(4);
  }

  @Test
  void a_cancellation_that_overtakes_its_order_keeps_it_from_reserving() {
    Warehouse warehouse = Warehouse.stocked();

    assertThat(fact(warehouse.take(Step.CANCELLATION)))
        .isEqualTo(new ReservationFact.StockReleased(ORDER, ReleaseReason.CUSTOMER));
    assertThat(warehouse.take(Step.PLACED)).isInstanceOf(Unchanged.class);
    assertThat(warehouse.reservedPieces()).isZero();
  }

  @Test
  void a_decline_that_overtakes_its_order_keeps_it_from_reserving() {
    Warehouse warehouse = Warehouse.stocked();

    assertThat(fact(warehouse.take(Step.DECLINED)))
        .isEqualTo(new ReservationFact.StockReleased(ORDER, ReleaseReason.PAYMENT_DECLINED));
    assertThat(warehouse.take(Step.PLACED)).isInstanceOf(Unchanged.class);
    assertThat(warehouse.reservedPieces()).isZero();
  }

  private static ReservationFact fact(Outcome outcome) {
    return ((Changed) outcome).fact();
  }
}
