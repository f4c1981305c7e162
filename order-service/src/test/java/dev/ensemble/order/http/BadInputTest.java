package dev.ensemble.order.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ensemble.order.OrderApi.Answer;
import dev.ensemble.order.OrderServiceHarness;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest extends OrderServiceHarness {
  private static final UUID NOBODYS = UUID.fromString("0199a0de-7c00-7000-8000-0000deadbeef");

  @BeforeEach
  void stock_the_price_list() {
    api().put("/products/tea-mug", "{\"price\": 12.50}");
    api().put("/products/yacht", "{\"price\": 1000000}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"badOrders", "badRequests", "badPrices"})
  void bad_input_is_a_problem_document_and_no_row(
      String what, String request, @Nullable String body, int status, String problem) {
    Map<String, List<String>> before = TABLES.rowsButAnswers();

    String[] methodAndPath = request.split(" ", 2);
    Answer answer = api().send(methodAndPath[0], methodAndPath[1], body);

    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:ensemble:problem:" + problem);
    assertThat(answer.body().get("status").intValue()).isEqualTo(status);
    assertThat(answer.text("title")).isNotBlank();
    assertThat(answer.text("detail")).isNotBlank().doesNotContain("dev.ensemble", "java.", "SQL");
    assertThat(answer.text("instance")).isEqualTo(methodAndPath[1].split("\\?", 2)[0]);
    assertThat(TABLES.rowsButAnswers()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "nonsense/"})
  void nothing_is_ordered_for_a_client_that_would_not_accept_the_answer(String accept) {
    Map<String, List<String>> before = TABLES.rowsButAnswers();
    String good = order("\"tea-mug\"", "1");

    Answer answer = api().sendAccepting(accept, "POST", "/orders", good);

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.text("type")).isEqualTo("urn:ensemble:problem:not-acceptable");
    assertThat(TABLES.rowsButAnswers()).isEqualTo(before);
    assertThat(api().post("/orders", good).status()).isEqualTo(201);
  }

  static Stream<Arguments> badOrders() {
    return Stream.of(
        order("no body", null, 400, "missing-body"),
        order("an empty body", "", 400, "missing-body"),
        order("null", "null", 400, "missing-body"),
        order("malformed JSON", "{\"customerId\": \"alice\", ", 400, "malformed-json"),
        order("something after the JSON", order("\"tea-mug\"", "1") + "{}", 400, "malformed-json"),
        order("a list", "[]", 400, "wrong-type"),
        order("no customer", "{\"lines\": []}", 400, "missing-field"),
        order("no lines", "{\"customerId\": \"alice\"}", 400, "missing-field"),
        order("null lines", "{\"customerId\": \"alice\", \"lines\": null}", 400, "missing-field"),
        order("a null line", lines("null"), 400, "missing-field"),
        order("empty lines", lines(""), 422, "invalid-value"),
        order("101 lines", lines(many(101)), 422, "invalid-value"),
        order(
            "a SKU twice",
            lines(line("\"tea-mug\"", "1"), line("\"tea-mug\"", "2")),
            422,
            "invalid-value"),
        order(
            "a field twice",
            "{\"customerId\": \"alice\", \"customerId\": \"bob\"}",
            400,
            "duplicate-key"),
        order(
            "an unknown field",
            lines("{\"sku\": \"tea-mug\", \"quantity\": 1, \"price\": 0}"),
            400,
            "unknown-field"),
        order("an unknown SKU", order("\"tea-spoon\"", "1"), 422, "unknown-sku"),
        order("a SKU of another form", order("\"Tea Mug\"", "1"), 422, "invalid-value"),
        order("a SKU with NUL", order("\"tea\\u0000mug\"", "1"), 400, "invalid-character"),
        order("half a surrogate pair", order("\"tea\\ud800\"", "1"), 400, "invalid-character"),
        order(
            "a SKU of 65 characters", order('"' + "a".repeat(65) + '"', "1"), 422, "invalid-value"),
        order("a SKU that is a number", order("7", "1"), 400, "wrong-type"),
        order("a null SKU", order("null", "1"), 400, "missing-field"),
        order("no quantity", lines("{\"sku\": \"tea-mug\"}"), 400, "missing-field"),
        order("quantity 0", order("\"tea-mug\"", "0"), 422, "invalid-value"),
        order("quantity -1", order("\"tea-mug\"", "-1"), 422, "invalid-value"),
        order("quantity 1000001", order("\"tea-mug\"", "1000001"), 422, "invalid-value"),
        order("quantity 10^12", order("\"tea-mug\"", "1000000000000"), 422, "invalid-value"),
        order(
            "quantity 10^30",
            order("\"tea-mug\"", "1" + "0".repeat(30)),
            400,
            "number-out-of-range"),
        order("half a piece", order("\"tea-mug\"", "0.5"), 400, "wrong-type"),
        order("quantity 1e400", order("\"tea-mug\"", "1e400"), 400, "wrong-type"),
        order("a quantity in words", order("\"tea-mug\"", "\"1\""), 400, "wrong-type"),
        order("a total that overflows", order("\"yacht\"", "1000000"), 422, "total-too-large"),
        order(
            "a customer of another form",
            "{\"customerId\": \"Alice; DROP TABLE\", \"lines\": ["
                + line("\"tea-mug\"", "1")
                + "]}",
            422,
            "invalid-value"),
        order(
            "a body of 10 MB",
            lines(line('"' + "a".repeat(10_000_000) + '"', "1")),
            413,
            "body-too-large"),
        order(
            "JSON a hundred levels deep",
            lines("[".repeat(100) + "]".repeat(100)),
            400,
            "wrong-type"));
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        request("an unknown order", "GET /orders/" + NOBODYS, 404, "unknown-order"),
        request("an id that is no UUID", "GET /orders/42", 400, "invalid-parameter"),
        request(
            "cancelling an unknown order",
            "POST /orders/" + NOBODYS + "/cancellation",
            404,
            "unknown-order"),
        request(
            "cancelling what is no UUID", "POST /orders/x/cancellation", 400, "invalid-parameter"),
        request("a list of none", "GET /orders?limit=0", 400, "invalid-parameter"),
        request("a list of 201", "GET /orders?limit=201", 400, "invalid-parameter"),
        request("a limit in words", "GET /orders?limit=all", 400, "invalid-parameter"),
        request("an unknown status", "GET /orders?status=LOST", 400, "invalid-parameter"),
        request("a status in small letters", "GET /orders?status=paid", 400, "invalid-parameter"),
        request("an empty status", "GET /orders?status=", 400, "invalid-parameter"),
        request("a customer with NUL", "GET /orders?customer=a%00", 400, "invalid-parameter"),
        request("after what is no UUID", "GET /orders?after=yesterday", 400, "invalid-parameter"),
        request("an unknown product", "GET /products/tea-spoon", 404, "unknown-sku"),
        request("a product of another form", "GET /products/Tea", 400, "invalid-parameter"),
        request("a page after what is no SKU", "GET /products?after=Tea", 400, "invalid-parameter"),
        request("a page of 1001 products", "GET /products?limit=1001", 400, "invalid-parameter"),
        request("an order deleted", "DELETE /orders/" + NOBODYS, 405, "method-not-allowed"),
        request("an unknown route", "GET /invoices", 404, "unknown-route"));
  }

  static Stream<Arguments> badPrices() {
    return Stream.of("0", "-1", "0.001", "1000000.01", "1e7")
        .map(
            price ->
                arguments(
                    "price " + price,
                    "PUT /products/tea-mug",
                    "{\"price\": " + price + "}",
                    422,
                    "invalid-value"));
  }

  private static Arguments order(String what, @Nullable String body, int status, String problem) {
    return arguments(what, "POST /orders", body, status, problem);
  }

  private static Arguments request(String what, String request, int status, String problem) {
    return arguments(what, request, null, status, problem);
  }

  private static String order(String sku, String quantity) {
    return lines(line(sku, quantity));
  }

  private static String lines(String... lines) {
    return "{\"customerId\": \"alice\", \"lines\": [" + String.join(", ", lines) + "]}";
  }

  private static String line(String sku, String quantity) {
    return "{\"sku\": " + sku + ", \"quantity\": " + quantity + "}";
  }

  private static String many(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> line("\"p" + i + '"', "1"))
        .collect(Collectors.joining(", "));
  }
}
