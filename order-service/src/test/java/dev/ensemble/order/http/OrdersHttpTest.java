package dev.ensemble.order.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.OrderApi;
import dev.ensemble.order.OrderApi.Answer;
import dev.ensemble.order.OrderServiceHarness;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OrdersHttpTest extends OrderServiceHarness {

  @Test
  void a_placed_order_is_answered_with_its_place_and_can_be_read_there() {
    api().placed("alice");

    Answer placed = api().post("/orders", OrderApi.teaFor("alice"));

    assertThat(placed.status()).isEqualTo(201);
    assertThat(placed.location()).isEqualTo("/orders/" + placed.orderId());
    assertThat(placed.text("status")).isEqualTo("PLACED");
    assertThat(placed.text("customerId")).isEqualTo("alice");
    assertThat(placed.text("cancellation")).isEqualTo("NONE");
    assertThat(placed.body().get("endReason").isNull()).isTrue();
    assertThat(placed.body().get("total").decimalValue()).isEqualTo(new BigDecimal("59.99"));
    assertThat(placed.body().at("/lines/0/unitPrice").decimalValue())
        .isEqualTo(new BigDecimal("12.50"));
    assertThat(placed.body().at("/lines/1/sku").asString()).isEqualTo("tea-pot");
    assertThat(placed.body().at("/history/0/because").asString()).isEqualTo("order.placed.v1");
    assertThat(api().get("/orders/" + placed.orderId()).body()).isEqualTo(placed.body());
  }

  @Test
  void an_order_has_its_deadline_the_set_time_after_it_was_placed() {
    Answer order = api().order(api().placed("alice"));

    assertThat(Instant.parse(order.text("deadline")))
        .isEqualTo(Instant.parse(order.text("placedAt")).plus(Duration.ofSeconds(30)));
  }

  @Test
  void an_order_keeps_the_price_that_held_when_it_was_placed() {
    UUID order = api().placed("alice");

    assertThat(api().put("/products/tea-mug", "{\"price\": 99}").status()).isEqualTo(200);

    assertThat(api().order(order).body().at("/lines/0/unitPrice").decimalValue())
        .isEqualTo(new BigDecimal("12.50"));
  }

  @Test
  void a_product_is_new_once_and_then_has_a_new_price() {
    assertThat(api().get("/products/new-lamp").text("type"))
        .isEqualTo("urn:ensemble:problem:unknown-sku");
    assertThat(api().put("/products/new-lamp", "{\"price\": 40}").status()).isEqualTo(201);
    assertThat(api().put("/products/new-lamp", "{\"price\": 45.5}").status()).isEqualTo(200);

    Answer lamp = api().get("/products/new-lamp");

    assertThat(lamp.status()).isEqualTo(200);
    assertThat(lamp.body().get("price").decimalValue()).isEqualTo(new BigDecimal("45.50"));
  }

  @Test
  void the_price_list_is_read_page_by_page() {
    List.of("zz-1", "zz-2", "zz-3").forEach(sku -> api().put("/products/" + sku, "{\"price\": 1}"));

    Answer first = api().get("/products?after=zz&limit=2");
    Answer second = api().get("/products?limit=2&after=" + first.text("next"));

    assertThat(names(first, "products", "sku")).containsExactly("zz-1", "zz-2");
    assertThat(names(second, "products", "sku")).containsExactly("zz-3");
    assertThat(second.body().get("next").isNull()).isTrue();
  }

  @Test
  void a_customers_orders_are_listed_newest_first_and_page_by_page() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      newestFirst.addFirst(api().placed("lister").toString());
    }

    Answer first = api().get("/orders?customer=lister&limit=2");
    Answer second = api().get("/orders?customer=lister&limit=2&after=" + first.text("next"));

    assertThat(names(first, "orders", "orderId")).isEqualTo(newestFirst.subList(0, 2));
    assertThat(names(second, "orders", "orderId")).isEqualTo(newestFirst.subList(2, 3));
    assertThat(second.body().get("next").isNull()).isTrue();
  }

  @Test
  void a_list_is_narrowed_by_status() {
    UUID placed = api().placed("narrow");
    UUID cancelling = api().placed("narrow");
    api().cancel(cancelling);

    assertThat(names(api().get("/orders?customer=narrow&status=PLACED"), "orders", "orderId"))
        .containsExactly(placed.toString());
    assertThat(names(api().get("/orders?status=CANCELLING"), "orders", "orderId"))
        .contains(cancelling.toString())
        .doesNotContain(placed.toString());
    assertThat(names(api().get("/orders?limit=1"), "orders", "orderId"))
        .containsExactly(cancelling.toString());
  }

  @Test
  void a_cancellation_is_accepted_as_often_as_it_is_asked_for_and_told_once() {
    UUID order = api().placed("alice");

    Answer first = api().cancel(order);
    Answer second = api().cancel(order);

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.text("status")).isEqualTo("CANCELLING");
    assertThat(first.text("cancellation")).isEqualTo("REQUESTED");
    assertThat(names(first, "history", "status")).containsExactly("PLACED", "CANCELLING");
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(TABLES.factsToldOf(order))
        .containsExactly("order.placed.v1", "order.cancellation-requested.v1");
  }

  @Test
  void a_cancellation_of_a_cancelled_order_is_answered_with_that_order() {
    UUID order = api().placed("alice");
    post().tells("stock.rejected.v1", order);

    Answer answer = api().cancel(order);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("CANCELLED");
    assertThat(answer.text("endReason")).isEqualTo("OUT_OF_STOCK");
  }

  @Test
  void a_cancellation_of_a_completed_order_is_a_conflict() {
    UUID order = api().placed("alice");
    post().tells("shipment.dispatched.v1", order);

    Answer answer = api().cancel(order);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:ensemble:problem:already-completed");
    assertThat(api().order(order).text("status")).isEqualTo("COMPLETED");
  }

  private static List<String> names(Answer answer, String list, String field) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : answer.body().get(list)) {
      names.add(entry.get(field).asString());
    }
    return names;
  }
}
