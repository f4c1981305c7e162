package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.Http.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, the answer is a problem document below 500, and no table has changed. */
class BadInputTest extends ServiceTest {
  private Map<String, List<String>> before = Map.of();

  @BeforeEach
  void look() {
    before = DATABASE.rows();
  }

  @AfterEach
  void nothing_was_written() {
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "7",
        "\"onHand\"",
        "{\"onHand\": 1} {}",
        "{\"onHand\": 1, \"onHand\": 2}",
        "{}",
        "{\"onHand\": null}",
        "{\"onHand\": -1}",
        "{\"onHand\": 1000000001}",
        "{\"onHand\": 1000000000000}",
        "{\"onHand\": 9223372036854775808}",
        "{\"onHand\": 1e400}",
        "{\"onHand\": 1.5}",
        "{\"onHand\": 1.0}",
        "{\"onHand\": 1e2}",
        "{\"onHand\": NaN}",
        "{\"onHand\": \"1\"}",
        "{\"onHand\": true}",
        "{\"onHand\": [1]}",
        "{\"onHand\": 1, \"shippable\": \"no\"}",
        "{\"onHand\": 1, \"shippable\": 0}",
        "{\"onHand\": 1, \"handlingTime\": \"soon\"}",
        "{\"onHand\": 1, \"handlingTime\": 5}",
        "{\"onHand\": 1, \"handlingTime\": \"-PT1S\"}",
        "{\"onHand\": 1, \"handlingTime\": \"P31D\"}",
        "{\"onHand\": 1, \"handlingTime\": \"P99999999999999999D\"}",
        "{\"onHand\": 1, \"handlingTime\": \"PT1S\\u0000\"}",
        "{\"onHand\": 1, \"reserved\": 1}",
        "{\"onHand\": 1, \"colour\\u0000\": 1}"
      })
  void a_count_that_is_none_is_refused(String body) {
    refused(http().put("/stock/" + newSku(), body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPPER",
        "-a",
        "a%20b",
        "a%00b",
        "%00",
        "a%2Fb",
        "%C3%A4",
        "a%0Ab",
        "'--",
        "%FF",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void a_sku_that_is_none_is_refused(String sku) {
    refused(http().put("/stock/" + sku, "{\"onHand\": 1}"));
    refused(http().get("/stock/" + sku));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "not-a-uuid", "%00", "0199a0de-7c00-7000-8000-00000000a00g", "null"})
  void an_order_id_that_is_none_is_refused(String order) {
    refused(http().get("/shipments/" + order));
    refused(http().post("/shipments/" + order + "/dispatch"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=99999999999",
        "limit=x",
        "limit=1.5",
        "after=UPPER",
        "after=%00",
        "after=%FF"
      })
  void a_page_that_is_none_is_refused(String query) {
    refused(http().get("/stock?" + query));
  }

  @Test
  void ten_megabytes_are_too_many() {
    String body = "{\"onHand\": 1, \"a\": \"" + "a".repeat(10_000_000) + "\"}";

    http().put("/stock/" + newSku(), body).isProblem(413, "body-too-large");
  }

  @Test
  void another_media_type_is_not_read() {
    refused(
        http()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/stock/" + newSku()))
                    .header("Content-Type", "application/xml")
                    .PUT(BodyPublishers.ofString("<onHand>1</onHand>"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "nonsense/"})
  void nothing_leaves_for_a_client_that_would_not_accept_the_answer(String accept) {
    UUID order = shipping(stocked(1));
    look();

    http()
        .postAccepting(accept, "/shipments/" + order + "/dispatch")
        .isProblem(406, "not-acceptable");
  }

  @Test
  void unknown_orders_and_routes_are_not_found() {
    http().post("/shipments/" + UUID.randomUUID() + "/dispatch").isProblem(404, "unknown-shipment");
    assertThat(http().get("/no/such/route").status()).isEqualTo(404);
    assertThat(http().post("/stock").status()).isEqualTo(405);
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    assertThat(answer.contentType()).as(answer.text()).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    assertThat(answer.text()).doesNotContain("Exception", "dev.ensemble", "org.");
  }
}
