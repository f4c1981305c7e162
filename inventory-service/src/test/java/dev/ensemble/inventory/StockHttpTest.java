package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.Http.Answer;
import dev.ensemble.testkit.Contracts;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StockHttpTest extends ServiceTest {

  @Test
  void a_new_sku_is_created_with_the_defaults() {
    String sku = newSku();

    Answer answer = http().put("/stock/" + sku, "{\"onHand\": 10}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json())
        .isEqualTo(
            Contracts.read(
                """
                {"sku": "%s", "onHand": 10, "reserved": 0, "available": 10, "shippable": true,
                 "handlingTime": "PT1S"}
                """
                    .formatted(sku)));
    assertThat(http().get("/stock/" + sku).json()).isEqualTo(answer.json());
  }

  @Test
  void a_known_sku_is_set_anew() {
    String sku = stocked(10);

    Answer answer =
        http()
            .put(
                "/stock/" + sku,
                "{\"onHand\": 3, \"shippable\": false, \"handlingTime\": \"PT2M\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("onHand").asInt()).isEqualTo(3);
    assertThat(answer.json().path("shippable").asBoolean()).isFalse();
    assertThat(answer.json().path("handlingTime").asString()).isEqualTo("PT2M");
  }

  @Test
  void what_is_left_out_takes_its_default_again() {
    String sku = newSku();
    stock(sku, "{\"onHand\": 3, \"shippable\": false, \"handlingTime\": \"PT2M\"}");

    JsonNode again = http().put("/stock/" + sku, "{\"onHand\": 3}").json();

    assertThat(again.path("shippable").asBoolean()).isTrue();
    assertThat(again.path("handlingTime").asString()).isEqualTo("PT1S");
  }

  @Test
  void what_a_count_finds_is_received_or_corrected() {
    String sku = stocked(10);
    stock(sku, "{\"onHand\": 12}");
    stock(sku, "{\"onHand\": 12}");
    stock(sku, "{\"onHand\": 0}");

    assertThat(
            sql()
                .sql(
                    "SELECT kind || ' ' || quantity FROM inventory.stock_movements"
                        + " WHERE sku = :sku ORDER BY id")
                .param("sku", sku)
                .query(String.class)
                .list())
        .containsExactly("RECEIVED 10", "RECEIVED 2", "CORRECTED -12");
  }

  @Test
  void a_count_below_what_is_held_is_refused() {
    String sku = stocked(10);
    receive(placed(UUID.randomUUID(), sku), placed(UUID.randomUUID(), sku));

    Answer refused = http().put("/stock/" + sku, "{\"onHand\": 1}");

    refused.isProblem(409, "below-reserved");
    assertThat(refused.json().path("reserved").asInt()).isEqualTo(2);
    assertStock(sku, 10, 2);
    assertThat(http().put("/stock/" + sku, "{\"onHand\": 2}").status()).isEqualTo(200);
  }

  @Test
  void an_unknown_sku_is_not_found() {
    http().get("/stock/nobody-has-it").isProblem(404, "unknown-sku");
  }

  @Test
  void the_list_goes_on_page_by_page_in_sku_order() {
    String prefix = newSku();
    for (String end : List.of("-c", "-a", ".b", "-b")) {
      stock(prefix + end, "{\"onHand\": 1}");
    }

    JsonNode first = http().get("/stock?limit=3&after=" + prefix).json();
    JsonNode second = http().get("/stock?limit=3&after=" + first.path("next").asString()).json();

    assertThat(first.path("stock").findValuesAsString("sku"))
        .containsExactly(prefix + "-a", prefix + "-b", prefix + "-c");
    assertThat(second.path("stock").findValuesAsString("sku")).startsWith(prefix + ".b");
  }

  @Test
  void the_last_page_names_no_next() {
    String last = "zzz-" + newSku();
    stock(last, "{\"onHand\": 1}");

    assertThat(http().get("/stock?after=zzz").json().path("next").isNull()).isTrue();
  }
}
