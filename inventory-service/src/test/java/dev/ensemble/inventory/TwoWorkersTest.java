package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.application.CancelReservation;
import dev.ensemble.inventory.application.DispatchDue;
import dev.ensemble.inventory.application.DispatchShipment;
import dev.ensemble.inventory.application.ReserveStock;
import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Money;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.PlacedOrder;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.State;
import dev.ensemble.messaging.Inbox.Receipt;
import dev.ensemble.testkit.Facts;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;

class TwoWorkersTest extends ServiceTest {
  /** Enough for both orders of arrival to happen, each in some milliseconds. */
  private static final int ROUNDS = 20;

  private final Rivals rivals = new Rivals();

  @Autowired ReserveStock reserveStock;
  @Autowired DispatchDue dispatchDue;
  @Autowired DispatchShipment dispatchShipment;
  @Autowired CancelReservation cancelReservation;

  @AfterEach
  void stop() {
    rivals.close();
  }

  @Test
  void of_two_orders_for_the_last_piece_one_gets_it() {
    for (int round = 0; round < ROUNDS; round++) {
      String sku = stocked(1);
      UUID one = UUID.randomUUID();
      UUID other = UUID.randomUUID();

      rivals.race(() -> receive(placed(one, sku)), () -> receive(placed(other, sku)));

      assertThat(List.of(told(one), told(other)))
          .containsExactlyInAnyOrder(List.of("stock.reserved.v1"), List.of("stock.rejected.v1"));
      assertStock(sku, 1, 1);
    }
  }

  /** By the use case alone: no batch has locked the shelf before. */
  @Test
  void the_second_order_waits_for_the_first_and_finds_the_shelf_empty() {
    String sku = stocked(1);
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();

    Future<?> waiting =
        transaction()
            .execute(
                status -> {
                  reserveStock.reserve(orderFor(first, sku));
                  Future<?> started = rivals.start(() -> reserve(second, sku));
                  Rivals.awaitSomebodyWaiting(sql());
                  return started;
                });
    Rivals.end(waiting);

    assertThat(told(first)).containsExactly("stock.reserved.v1");
    assertThat(told(second)).containsExactly("stock.rejected.v1");
  }

  @Test
  void a_count_that_waited_for_an_order_does_not_take_its_piece() {
    String sku = stocked(1);

    Future<Http.Answer> waiting =
        transaction()
            .execute(
                status -> {
                  reserveStock.reserve(orderFor(UUID.randomUUID(), sku));
                  Future<Http.Answer> started =
                      rivals.start(() -> http().put("/stock/" + sku, "{\"onHand\": 0}"));
                  Rivals.awaitSomebodyWaiting(sql());
                  return started;
                });

    Rivals.end(waiting).isProblem(409, "below-reserved");
    assertStock(sku, 1, 1);
  }

  private boolean reserve(UUID order, String sku) {
    reserveStock.reserve(orderFor(order, sku));
    return true;
  }

  private static PlacedOrder orderFor(UUID order, String sku) {
    return new PlacedOrder(
        new OrderId(order), "alice", new Money(1), List.of(new Line(new Sku(sku), 1)));
  }

  @Test
  void two_dispatch_workers_send_each_parcel_once() {
    String sku = stocked(1_000);
    List<UUID> orders = shippingMany(150, sku);
    clock.advance(Duration.ofMinutes(1));

    rivals.race(this::dispatchAll, this::dispatchAll);

    assertThat(orders)
        .allSatisfy(
            order ->
                assertThat(told(order))
                    .containsExactly(
                        "stock.reserved.v1", "shipment.created.v1", "shipment.dispatched.v1"));
    assertStock(sku, 850, 0);
  }

  private int dispatchAll() {
    int sent = 0;
    for (int pass = dispatchDue.runOnce(); pass > 0; pass = dispatchDue.runOnce()) {
      sent += pass;
    }
    return sent;
  }

  @Test
  void a_parcel_leaves_or_is_cancelled_and_is_refused_exactly_when_it_left() {
    for (int round = 0; round < ROUNDS; round++) {
      UUID order = shipping(stocked(1));
      clock.advance(Duration.ofSeconds(1));

      if (round % 2 == 0) {
        rivals.race(() -> receive(cancellation(order)), dispatchDue::runOnce);
        dispatchDue.runOnce();
      } else {
        rivals.race(
            () -> receive(cancellation(order)),
            () -> dispatchShipment.dispatch(new OrderId(order)));
      }

      List<String> ends = told(order).subList(2, told(order).size());
      assertThat(ends)
          .isIn(
              List.of("shipment.cancelled.v1"),
              List.of("shipment.dispatched.v1", "cancellation.refused.v1"));
    }
  }

  @Test
  void a_cancellation_that_waited_for_the_dispatch_is_refused() {
    UUID order = shipping(stocked(1));

    Future<?> waiting =
        transaction()
            .execute(
                status -> {
                  dispatchShipment.dispatch(new OrderId(order));
                  Future<?> started = rivals.start(() -> receive(cancellation(order)));
                  Rivals.awaitSomebodyWaiting(sql());
                  return started;
                });
    Rivals.end(waiting);

    assertThat(told(order)).endsWith("shipment.dispatched.v1", "cancellation.refused.v1");
  }

  @Test
  void a_dispatch_that_waited_for_the_cancellation_sends_nothing() {
    String sku = stocked(1);
    UUID order = shipping(sku);

    Future<?> waiting =
        transaction()
            .execute(
                status -> {
                  cancelReservation.cancel(new OrderId(order), CancellationReason.CUSTOMER);
                  Future<?> started =
                      rivals.start(() -> dispatchShipment.dispatch(new OrderId(order)));
                  Rivals.awaitSomebodyWaiting(sql());
                  return started;
                });
    Rivals.end(waiting);

    assertThat(state(order)).isInstanceOf(State.ShipmentCancelled.class);
    assertStock(sku, 1, 0);
  }

  @Test
  void the_worker_leaves_alone_what_a_fact_has_in_hand() {
    UUID held = shipping(stocked(1));
    UUID free = shipping(stocked(1));
    clock.advance(Duration.ofSeconds(1));

    transaction()
        .executeWithoutResult(
            status -> {
              reservations.find(new OrderId(held));
              Rivals.end(rivals.start(dispatchDue::runOnce));
            });

    assertThat(state(held)).isInstanceOf(State.Shipping.class);
    assertThat(state(free)).isInstanceOf(State.Dispatched.class);
  }

  @Test
  void two_first_facts_of_one_order_meet_and_the_second_finds_the_first() {
    for (int round = 0; round < ROUNDS; round++) {
      String sku = stocked(10);
      UUID order = UUID.randomUUID();

      rivals.race(() -> insist(placed(order, sku)), () -> insist(declined(order)));

      assertThat(told(order)).endsWith("stock.released.v1");
      assertStock(sku, 10, 0);
    }
  }

  /** As the consumer does: what failed because of somebody else's work is tried again. */
  private Receipt insist(Facts fact) {
    try {
      return receive(fact);
    } catch (RuntimeException inTheWay) {
      assertThat(inTheWay).hasCauseInstanceOf(ConcurrencyFailureException.class);
      return receive(fact);
    }
  }
}
