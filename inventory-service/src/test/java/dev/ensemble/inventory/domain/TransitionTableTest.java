package dev.ensemble.inventory.domain;

import static dev.ensemble.inventory.domain.Warehouse.MUG;
import static dev.ensemble.inventory.domain.Warehouse.POT;
import static dev.ensemble.inventory.domain.Warehouse.Step.CANCELLATION;
import static dev.ensemble.inventory.domain.Warehouse.Step.CHARGED;
import static dev.ensemble.inventory.domain.Warehouse.Step.DECLINED;
import static dev.ensemble.inventory.domain.Warehouse.Step.DISPATCH;
import static dev.ensemble.inventory.domain.Warehouse.Step.PLACED;
import static dev.ensemble.inventory.domain.Warehouse.shelf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.domain.Outcome.Changed;
import dev.ensemble.inventory.domain.Outcome.Unchanged;
import dev.ensemble.inventory.domain.Warehouse.Step;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state meets every fact; the table below is the whole of the choreography's answers. */
class TransitionTableTest {

  /** One reservation in each state, brought there by the facts that bring it there. */
  enum Given {
    UNKNOWN,
    RESERVED,
    SHIPPING,
    DISPATCHED,
    REFUSED,
    REJECTED,
    RELEASED,
    SHIPMENT_FAILED,
    SHIPMENT_CANCELLED;

    Warehouse warehouse() {
      return switch (this) {
        case UNKNOWN -> in(State.Unknown.class, Warehouse.stocked());
        case RESERVED -> in(State.Reserved.class, Warehouse.stocked(), PLACED);
        case SHIPPING -> in(State.Shipping.class, Warehouse.stocked(), PLACED, CHARGED);
        case DISPATCHED ->
            in(State.Dispatched.class, Warehouse.stocked(), PLACED, CHARGED, DISPATCH);
        case REFUSED ->
            in(
                State.Dispatched.class,
                Warehouse.stocked(),
                PLACED,
                CHARGED,
                DISPATCH,
                CANCELLATION);
        case REJECTED -> in(State.Rejected.class, new Warehouse(shelf(MUG, 1)), PLACED);
        case RELEASED -> in(State.Released.class, Warehouse.stocked(), PLACED, DECLINED);
        case SHIPMENT_FAILED ->
            in(
                State.ShipmentFailed.class,
                new Warehouse(new StockItem(MUG, 10, 0, false, null), shelf(POT, 10)),
                PLACED,
                CHARGED);
        case SHIPMENT_CANCELLED ->
            in(State.ShipmentCancelled.class, Warehouse.stocked(), PLACED, CHARGED, CANCELLATION);
      };
    }

    private static Warehouse in(Class<? extends State> state, Warehouse before, Step... steps) {
      Warehouse warehouse = before.after(steps);
      assertThat(warehouse.reservation().state()).isInstanceOf(state);
      return warehouse;
    }
  }

  private static final String TABLE =
      """
      UNKNOWN,            PLACED,       Reserved,          StockReserved
      UNKNOWN,            CHARGED,      -,                 -
      UNKNOWN,            DECLINED,     Released,          StockReleased
      UNKNOWN,            CANCELLATION, Released,          StockReleased
      UNKNOWN,            DISPATCH,     -,                 -
      RESERVED,           PLACED,       -,                 -
      RESERVED,           CHARGED,      Shipping,          ShipmentCreated
      RESERVED,           DECLINED,     Released,          StockReleased
      RESERVED,           CANCELLATION, Released,          StockReleased
      RESERVED,           DISPATCH,     -,                 -
      SHIPPING,           PLACED,       -,                 -
      SHIPPING,           CHARGED,      -,                 -
      SHIPPING,           DECLINED,     -,                 -
      SHIPPING,           CANCELLATION, ShipmentCancelled, ShipmentCancelled
      SHIPPING,           DISPATCH,     Dispatched,        ShipmentDispatched
      DISPATCHED,         PLACED,       -,                 -
      DISPATCHED,         CHARGED,      -,                 -
      DISPATCHED,         DECLINED,     -,                 -
      DISPATCHED,         CANCELLATION, Dispatched,        CancellationRefused
      DISPATCHED,         DISPATCH,     -,                 -
      REFUSED,            PLACED,       -,                 -
      REFUSED,            CHARGED,      -,                 -
      REFUSED,            DECLINED,     -,                 -
      REFUSED,            CANCELLATION, -,                 -
      REFUSED,            DISPATCH,     -,                 -
      REJECTED,           PLACED,       -,                 -
      REJECTED,           CHARGED,      -,                 -
      REJECTED,           DECLINED,     -,                 -
      REJECTED,           CANCELLATION, -,                 -
      REJECTED,           DISPATCH,     -,                 -
      RELEASED,           PLACED,       -,                 -
      RELEASED,           CHARGED,      -,                 -
      RELEASED,           DECLINED,     -,                 -
      RELEASED,           CANCELLATION, -,                 -
      RELEASED,           DISPATCH,     -,                 -
      SHIPMENT_FAILED,    PLACED,       -,                 -
      SHIPMENT_FAILED,    CHARGED,      -,                 -
      SHIPMENT_FAILED,    DECLINED,     -,                 -
      SHIPMENT_FAILED,    CANCELLATION, -,                 -
      SHIPMENT_FAILED,    DISPATCH,     -,                 -
      SHIPMENT_CANCELLED, PLACED,       -,                 -
      SHIPMENT_CANCELLED, CHARGED,      -,                 -
      SHIPMENT_CANCELLED, DECLINED,     -,                 -
      SHIPMENT_CANCELLED, CANCELLATION, -,                 -
      SHIPMENT_CANCELLED, DISPATCH,     -,                 -
      """;

  @ParameterizedTest(name = "{0} meets {1}: {2}, {3}")
  @CsvSource(textBlock = TABLE)
  void every_state_answers_every_fact(Given given, Step step, String becomes, String tells) {
    Outcome outcome = given.warehouse().take(step);

    switch (outcome) {
      case Unchanged unchanged -> assertThat(becomes + tells).isEqualTo("--");
      case Changed changed -> {
        assertThat(changed.next().state().getClass().getSimpleName()).isEqualTo(becomes);
        assertThat(changed.fact().getClass().getSimpleName()).isEqualTo(tells);
      }
    }
  }

  @ParameterizedTest(name = "{0} meets {1} twice")
  @CsvSource(textBlock = TABLE)
  void every_fact_repeated_changes_nothing_more(
      Given given, Step step, String becomes, String tells) {
    Warehouse warehouse = given.warehouse().after(step);
    Reservation once = warehouse.reservation();

    assertThat(warehouse.take(step)).isInstanceOf(Unchanged.class);
    assertThat(warehouse.reservation()).isEqualTo(once);
  }

  @Test
  void the_table_names_every_pair_once() {
    Set<String> pairs =
        Stream.of(Given.values())
            .flatMap(given -> Stream.of(Step.values()).map(step -> given + " " + step))
            .collect(Collectors.toSet());

    assertThat(TABLE.lines().map(TransitionTableTest::pair))
        .containsExactlyInAnyOrderElementsOf(pairs);
  }

  private static String pair(String row) {
    return Arrays.stream(row.split(","))
        .limit(2)
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
