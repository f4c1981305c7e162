package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.Http.Answer;
import dev.ensemble.inventory.domain.State;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShipmentsHttpTest extends ServiceTest {

  @Test
  void a_paid_orders_shipment_is_shown_until_it_is_due() {
    String sku = stocked(10);
    UUID order = shipping(sku);

    Answer answer = http().get("/shipments/" + order);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("orderId").asString()).isEqualTo(order.toString());
    assertThat(answer.json().path("status").asString()).isEqualTo("SHIPPING");
    assertThat(answer.json().path("dueAt").asString())
        .isEqualTo(clock.instant().plusSeconds(1).toString());
    assertThat(answer.json().path("lines").path(0).path("sku").asString()).isEqualTo(sku);
    assertThat(answer.json().path("version").asInt()).isEqualTo(2);
  }

  @Test
  void the_warehouse_dispatches_before_it_is_due_and_says_so_twice() {
    String sku = newSku();
    stock(sku, "{\"onHand\": 10, \"handlingTime\": \"PT1H\"}");
    UUID order = shipping(sku);

    Answer once = http().post("/shipments/" + order + "/dispatch");
    Answer twice = http().post("/shipments/" + order + "/dispatch");

    assertThat(once.status()).isEqualTo(200);
    assertThat(once.json().path("status").asString()).isEqualTo("DISPATCHED");
    assertThat(once.json().path("dispatchedAt").asString()).isEqualTo(clock.instant().toString());
    assertThat(twice).isEqualTo(once);
    assertStock(sku, 9, 0);
    assertThat(told(order))
        .containsExactly("stock.reserved.v1", "shipment.created.v1", "shipment.dispatched.v1");
  }

  @Test
  void a_cancelled_shipment_cannot_be_dispatched() {
    UUID order = shipping(stocked(10));
    receive(cancellation(order));

    Answer answer = http().post("/shipments/" + order + "/dispatch");

    answer.isProblem(409, "not-dispatchable");
    assertThat(answer.json().path("shipment").path("status").asString())
        .isEqualTo("SHIPMENT_CANCELLED");
    assertThat(answer.json().path("shipment").path("reason").asString()).isEqualTo("CUSTOMER");
  }

  @Test
  void a_shipment_that_fails_at_the_door_stays_failed_though_the_answer_is_a_refusal() {
    String sku = stocked(10);
    UUID order = shipping(sku);
    stock(sku, "{\"onHand\": 10, \"shippable\": false}");

    Answer answer = http().post("/shipments/" + order + "/dispatch");

    answer.isProblem(409, "not-dispatchable");
    assertThat(state(order)).isInstanceOf(State.ShipmentFailed.class);
    assertThat(http().get("/shipments/" + order).json().path("sku").asString()).isEqualTo(sku);
    assertThat(told(order)).endsWith("shipment.failed.v1");
    assertStock(sku, 10, 0);
  }

  @Test
  void an_order_without_a_shipment_has_none_to_show_or_send() {
    UUID reserved = UUID.randomUUID();
    receive(placed(reserved, stocked(10)));

    for (UUID order : new UUID[] {reserved, UUID.randomUUID()}) {
      http().get("/shipments/" + order).isProblem(404, "unknown-shipment");
      http().post("/shipments/" + order + "/dispatch").isProblem(404, "unknown-shipment");
    }
  }
}
