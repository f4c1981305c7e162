package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.RejectionReason;
import dev.ensemble.inventory.domain.ReleaseReason;
import dev.ensemble.inventory.domain.State;
import dev.ensemble.messaging.Inbox.Receipt;
import dev.ensemble.testkit.Facts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others tell, as in their contracts' samples and with a field of tomorrow, takes effect. */
class HeardFactsTest extends ServiceTest {
  private final UUID order = UUID.randomUUID();

  @Test
  void an_order_placed_as_in_the_sample_reserves_its_lines() {
    stock("tea-mug", "{\"onHand\": 1000}");
    stock("tea-pot", "{\"onHand\": 1000}");

    Receipt receipt =
        receive(Facts.sample("order.placed.v1").with("orderId", order).withUnknownField());

    assertThat(receipt).isEqualTo(new Receipt(1, 0, 0));
    assertThat(state(order)).isEqualTo(new State.Reserved());
    assertThat(reservation(order).lines())
        .extracting(line -> line.sku() + " " + line.quantity())
        .containsExactly("tea-mug 2", "tea-pot 1");
    assertThat(told(order)).containsExactly("stock.reserved.v1");
  }

  @Test
  void an_order_for_more_than_there_is_is_rejected() {
    receive(placed(order, stocked(0)));

    assertThat(state(order)).isInstanceOf(State.Rejected.class);
    assertThat(told(order)).containsExactly("stock.rejected.v1");
  }

  @Test
  void an_order_for_an_unknown_sku_is_rejected() {
    receive(placed(order, stocked(10), "nobody-has-it"));

    assertThat(state(order))
        .isInstanceOfSatisfying(
            State.Rejected.class,
            it -> assertThat(it.reason()).isEqualTo(RejectionReason.UNKNOWN_SKU));
  }

  @Test
  void a_charge_as_in_the_sample_creates_a_shipment() {
    receive(placed(order, stocked(10)));

    receive(charged(order).withUnknownField());

    assertThat(state(order)).isInstanceOf(State.Shipping.class);
    assertThat(told(order)).containsExactly("stock.reserved.v1", "shipment.created.v1");
  }

  @Test
  void a_charge_for_what_cannot_be_shipped_fails_the_shipment() {
    String sku = newSku();
    stock(sku, "{\"onHand\": 10, \"shippable\": false}");

    receive(placed(order, sku), charged(order));

    assertThat(state(order)).isInstanceOf(State.ShipmentFailed.class);
    assertThat(told(order)).containsExactly("stock.reserved.v1", "shipment.failed.v1");
    assertStock(sku, 10, 0);
  }

  @Test
  void a_decline_as_in_the_sample_releases_the_lines() {
    String sku = stocked(10);
    receive(placed(order, sku));
    assertStock(sku, 10, 1);

    receive(declined(order).withUnknownField());

    assertThat(state(order)).isEqualTo(new State.Released(ReleaseReason.PAYMENT_DECLINED));
    assertThat(told(order)).containsExactly("stock.reserved.v1", "stock.released.v1");
    assertStock(sku, 10, 0);
  }

  @Test
  void a_cancellation_as_in_the_sample_cancels_a_shipment() {
    String sku = stocked(10);
    UUID shipped = shipping(sku);

    receive(cancellation(shipped).withUnknownField());

    assertThat(state(shipped))
        .isInstanceOfSatisfying(
            State.ShipmentCancelled.class,
            it -> assertThat(it.reason()).isEqualTo(CancellationReason.CUSTOMER));
    assertThat(told(shipped)).endsWith("shipment.cancelled.v1");
    assertStock(sku, 10, 0);
  }

  @Test
  void a_deadline_releases_what_was_not_paid() {
    receive(placed(order, stocked(10)), cancellation(order).with("reason", "DEADLINE"));

    assertThat(state(order)).isEqualTo(new State.Released(ReleaseReason.DEADLINE));
  }

  @Test
  void a_cancellation_that_overtakes_its_order_is_told_and_keeps_it_from_reserving() {
    String sku = stocked(10);

    receive(cancellation(order), placed(order, sku));

    assertThat(told(order)).containsExactly("stock.released.v1");
    assertStock(sku, 10, 0);
  }

  @Test
  void a_cancellation_after_the_dispatch_is_refused_once() {
    UUID shipped = shipping(stocked(10));
    http().post("/shipments/" + shipped + "/dispatch");

    receive(cancellation(shipped), cancellation(shipped).with("reason", "DEADLINE"));

    assertThat(told(shipped)).endsWith("shipment.dispatched.v1", "cancellation.refused.v1");
  }

  @Test
  void a_refund_is_ignored_by_name() {
    assertThat(receive(Facts.sample("payment.refunded.v1").with("orderId", order)))
        .isEqualTo(new Receipt(0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"sku\": \"UPPER\", \"quantity\": 1}]",
        "[{\"sku\": \"a\", \"quantity\": 0}]",
        "[{\"sku\": \"a\", \"quantity\": 1000001}]",
        "[{\"sku\": \"a\", \"quantity\": 1}, {\"sku\": \"a\", \"quantity\": 1}]"
      })
  void an_order_that_breaks_its_contract_is_not_acted_on(String lines) {
    assertNotActedOn("alice", lines);
  }

  /** Payment could not store it, and would stop at what inventory had told it in good faith. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Zoë", "a\\u0000b", "-", "house:bank"})
  void an_order_of_a_customer_that_cannot_be_is_not_passed_on(String customerId) {
    assertNotActedOn(customerId, "[{\"sku\": \"a\", \"quantity\": 1}]");
    assertNotActedOn("a".repeat(65), "[{\"sku\": \"a\", \"quantity\": 1}]");
  }

  private void assertNotActedOn(String customerId, String lines) {
    Facts broken =
        Facts.of(
            "order.placed.v1",
            """
            {"orderId": "%s", "customerId": "%s", "total": 1.00, "lines": %s}
            """
                .formatted(order, customerId, lines));
    Map<String, List<String>> before = DATABASE.rows();

    assertThatThrownBy(() -> receive(broken)).isInstanceOf(RuntimeException.class);

    assertThat(DATABASE.rows()).isEqualTo(before);
  }
}
