package dev.ensemble.order.domain;

import static dev.ensemble.order.domain.OrderFixture.LATER;
import static dev.ensemble.order.domain.OrderFixture.PLACED_AT;
import static dev.ensemble.order.domain.OrderFixture.TIME_TO_END;
import static dev.ensemble.order.domain.OrderFixture.aliceBuysTea;
import static dev.ensemble.order.domain.OrderFixture.anOrderAskedToBeCancelledBy;
import static dev.ensemble.order.domain.OrderFixture.anOrderWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.domain.OrderFact.CancellationRefused;
import dev.ensemble.order.domain.OrderFact.PaymentCharged;
import dev.ensemble.order.domain.OrderFact.PaymentDeclined;
import dev.ensemble.order.domain.OrderFact.PaymentRefunded;
import dev.ensemble.order.domain.OrderFact.ShipmentCreated;
import dev.ensemble.order.domain.OrderFact.ShipmentDispatched;
import dev.ensemble.order.domain.OrderFact.ShipmentFailed;
import dev.ensemble.order.domain.OrderFact.StockRejected;
import dev.ensemble.order.domain.OrderFact.StockReleased;
import dev.ensemble.order.domain.OrderFact.StockReserved;
import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.order.domain.Outcome.Reason;
import dev.ensemble.order.domain.Outcome.Unchanged;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void a_placed_order_tells_what_was_bought_and_begins_its_history() {
    Changed begun = aliceBuysTea();

    assertThat(begun.order().status()).isEqualTo(Status.PLACED);
    assertThat(begun.order().version()).isEqualTo(1);
    assertThat(begun.order().purchase().total()).isEqualTo(new Money(5999));
    assertThat(begun.order().purchase().deadline()).isEqualTo(PLACED_AT.plus(TIME_TO_END));
    assertThat(begun.facts())
        .containsExactly(new ToldFact.Placed(begun.order().id(), begun.order().purchase()));
    assertThat(begun.steps())
        .containsExactly(new Step(Status.PLACED, "order.placed.v1", PLACED_AT));
  }

  @Test
  void a_total_beyond_what_money_can_be_is_answered_and_not_thrown() {
    Line dear = new Line(new Sku("yacht"), new Quantity(1_000_000), Price.ofCents(100_000_000));

    Placing placing =
        Order.place(
            aliceBuysTea().order().id(),
            new CustomerId("alice"),
            List.of(dear),
            PLACED_AT,
            TIME_TO_END);

    assertThat(placing).isEqualTo(new Placing.TotalTooLarge());
  }

  @Test
  void each_fact_of_the_good_way_moves_the_status_on() {
    assertThat(anOrderWith(new StockReserved()).status()).isEqualTo(Status.RESERVED);
    assertThat(anOrderWith(new StockReserved(), new PaymentCharged()).status())
        .isEqualTo(Status.PAID);
    assertThat(anOrderThatShips().status()).isEqualTo(Status.SHIPPING);
    assertThat(after(anOrderThatShips(), new ShipmentDispatched()).status())
        .isEqualTo(Status.COMPLETED);
  }

  @Test
  void a_fact_overtaken_by_a_later_one_is_noted_and_does_not_move_the_status_back() {
    Order paidFirst = anOrderWith(new PaymentCharged());

    Changed changed = (Changed) paidFirst.apply(new StockReserved(), LATER);

    assertThat(changed.order().status()).isEqualTo(Status.PAID);
    assertThat(changed.order().version()).isEqualTo(paidFirst.version() + 1);
    assertThat(changed.steps()).isEmpty();
  }

  @Test
  void an_order_without_stock_is_cancelled() {
    assertCancelled(anOrderWith(new StockRejected()), EndReason.OUT_OF_STOCK);
  }

  @Test
  void a_declined_payment_cancels_at_once_where_nobody_asked_for_it() {
    assertCancelled(
        anOrderWith(new StockReserved(), new PaymentDeclined()), EndReason.PAYMENT_DECLINED);
  }

  @Test
  void a_declined_payment_leaves_the_reason_to_inventory_where_somebody_asked_before() {
    Order asked = anOrderAskedToBeCancelledBy(Asker.DEADLINE);

    Order declined = after(asked, new PaymentDeclined());

    assertThat(declined.status()).isEqualTo(Status.CANCELLING);
    assertCancelled(after(declined, new StockReleased(EndReason.DEADLINE)), EndReason.DEADLINE);
    assertCancelled(
        after(declined, new StockReleased(EndReason.PAYMENT_DECLINED)), EndReason.PAYMENT_DECLINED);
  }

  @Test
  void a_release_cancels_an_unpaid_order_at_once() {
    Order asked = anOrderAskedToBeCancelledBy(Asker.CUSTOMER);

    assertCancelled(after(asked, new StockReleased(EndReason.CUSTOMER)), EndReason.CUSTOMER);
  }

  @Test
  void a_paid_order_that_is_released_is_cancelled_only_with_its_refund() {
    Order released = anOrderWith(new PaymentCharged(), new StockReleased(EndReason.CUSTOMER));

    assertThat(released.status()).isEqualTo(Status.CANCELLING);
    assertCancelled(after(released, new PaymentRefunded(EndReason.CUSTOMER)), EndReason.CUSTOMER);
  }

  @Test
  void a_failed_shipment_cancels_the_order_with_its_refund() {
    Order failed = after(anOrderThatShips(), new ShipmentFailed());

    assertThat(failed.status()).isEqualTo(Status.CANCELLING);
    assertCancelled(
        after(failed, new PaymentRefunded(EndReason.SHIPMENT_FAILED)), EndReason.SHIPMENT_FAILED);
  }

  @Test
  void a_late_charge_does_not_revive_a_cancelled_order() {
    Order cancelled = anOrderWith(new StockReleased(EndReason.CUSTOMER));

    assertThat(cancelled.apply(new PaymentCharged(), LATER))
        .isEqualTo(new Unchanged(Reason.ALREADY_CANCELLED));
  }

  @Test
  void asking_for_a_cancellation_tells_it_once() {
    Order ships = anOrderThatShips();

    Changed asked = (Changed) ships.requestCancellation(Asker.CUSTOMER, LATER);

    assertThat(asked.order().status()).isEqualTo(Status.CANCELLING);
    assertThat(asked.facts())
        .containsExactly(new ToldFact.CancellationRequested(ships.id(), Asker.CUSTOMER, LATER));
    assertThat(asked.steps())
        .containsExactly(new Step(Status.CANCELLING, "order.cancellation-requested.v1", LATER));
    assertThat(asked.order().requestCancellation(Asker.DEADLINE, LATER))
        .isEqualTo(new Unchanged(Reason.ALREADY_ASKED));
  }

  @Test
  void nobody_asks_for_the_end_of_an_order_that_compensates_already() {
    Order failed = after(anOrderThatShips(), new ShipmentFailed());

    assertThat(failed.requestCancellation(Asker.DEADLINE, LATER))
        .isEqualTo(new Unchanged(Reason.ALREADY_CANCELLING));
  }

  @Test
  void an_ended_order_says_how_it_ended_when_asked_to_cancel() {
    assertThat(
            after(anOrderThatShips(), new ShipmentDispatched())
                .requestCancellation(Asker.CUSTOMER, LATER))
        .isEqualTo(new Unchanged(Reason.ALREADY_COMPLETED));
    assertThat(anOrderWith(new StockRejected()).requestCancellation(Asker.CUSTOMER, LATER))
        .isEqualTo(new Unchanged(Reason.ALREADY_CANCELLED));
  }

  @Test
  void the_parcel_that_left_completes_even_an_order_asked_to_end_and_the_refusal_is_noted() {
    Order asked = anOrderAskedToBeCancelledBy(Asker.CUSTOMER);

    Order dispatched = after(asked, new ShipmentDispatched());
    Order refused = after(dispatched, new CancellationRefused());

    assertThat(dispatched.status()).isEqualTo(Status.COMPLETED);
    assertThat(refused.status()).isEqualTo(Status.COMPLETED);
    assertThat(refused.knowledge().cancellation())
        .isEqualTo(new Cancellation.Refused(Asker.CUSTOMER));
  }

  @Test
  void a_refusal_that_nobody_asked_for_changes_nothing() {
    assertThat(anOrderThatShips().apply(new CancellationRefused(), LATER))
        .isEqualTo(new Unchanged(Reason.NOTHING_TO_REFUSE));
  }

  private static Order anOrderThatShips() {
    return anOrderWith(new StockReserved(), new PaymentCharged(), new ShipmentCreated());
  }

  private static Order after(Order order, OrderFact fact) {
    return OrderFixture.after(order, order.apply(fact, LATER));
  }

  private static void assertCancelled(Order order, EndReason reason) {
    assertThat(order.status()).isEqualTo(Status.CANCELLED);
    assertThat(order.knowledge().endReason()).isEqualTo(reason);
  }
}
