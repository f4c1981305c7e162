package dev.ensemble.testkit.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each way in which a service may leave its description is noticed. */
class ExchangeRulesTest {
  static final String DESCRIPTION =
      """
      {"openapi": "3.1.1", "info": {"title": "Till", "version": "1", "description": "Sells."},
       "paths": {"/sales/{id}": {"put": {
         "operationId": "sell", "summary": "Sell",
         "parameters": [
           {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "maxLength": 3}},
           {"name": "Key", "in": "header", "required": true, "schema": {"type": "string"}}],
         "requestBody": {"content": {"application/json": {"schema": {
           "type": "object", "required": ["price"], "additionalProperties": false,
           "properties": {"price": {"type": "number", "minimum": 0}}}}}},
         "responses": {
           "200": {"description": "Sold.", "headers": {
               "Sold-At": {"required": true, "schema": {"type": "integer"}}},
             "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sale"}}}},
           "404": {"description": "Gone.", "content": {"application/problem+json": {
             "schema": {"$ref": "#/components/schemas/Gone"}}}},
           "400": {"description": "Less.", "content": {"application/problem+json": {
             "schema": {"$ref": "#/components/schemas/MissingField"}}}}}}}},
       "components": {"schemas": {
         "Sale": {"type": "object", "properties": {"id": {"type": "string"}}},
         "Gone": {"type": "object", "properties": {
           "type": {"const": "urn:ensemble:problem:gone"}, "title": {}, "status": {"const": 404}}},
         "MissingField": {"type": "object", "properties": {
           "type": {"const": "urn:ensemble:problem:missing-field"}, "title": {}, "status": {}}}}},
       "x-problems": {
         "gone": {"type": "urn:ensemble:problem:gone", "title": "Gone", "status": 404,
           "headers": ["Retry-After"]},
         "missing-field": {"type": "urn:ensemble:problem:missing-field", "title": "Missing field",
           "status": 400, "headers": []},
         "unknown-route": {"type": "urn:ensemble:problem:unknown-route", "title": "Unknown route",
           "status": 404, "headers": [], "of": "outside"}}}
      """;

  private static final String PRICE = "{\"price\": 1}";
  private static final Map<String, String> SENT = Map.of("Content-Type", "application/json");
  private static final String GONE = problem("gone", "Gone", 404);

  @Test
  void what_is_as_described_is_well() {
    assertThat(sold("7", PRICE, "{\"id\": \"7\"}", Map.of("Sold-At", "5"))).isEmpty();
    assertThat(refused("/sales/7", 404, GONE, Map.of("Retry-After", "1"))).isEmpty();
    assertThat(refused("/elsewhere", 404, problem("unknown-route", "Unknown route", 404), Map.of()))
        .isEmpty();
  }

  @Test
  void a_status_a_field_or_a_header_that_is_not_described_is_noticed() {
    assertThat(answered(PRICE, 202, "{}", Map.of())).contains("the status is not described");
    assertThat(sold("7", PRICE, "{\"sold\": true}", Map.of("Sold-At", "5")))
        .singleElement()
        .asString()
        .contains("sold");
    assertThat(sold("7", PRICE, "{}", Map.of("Sold-At", "5", "Set-Cookie", "a=b")))
        .containsExactly("the header is not described: set-cookie");
  }

  @Test
  void a_header_that_is_missing_or_of_another_form_is_noticed() {
    assertThat(sold("7", PRICE, "{}", Map.of())).containsExactly("the header is missing: sold-at");
    assertThat(sold("7", PRICE, "{}", Map.of("Sold-At", "noon"))).hasSize(1);
    assertThat(refused("/sales/7", 404, GONE, Map.of()))
        .containsExactly("the header is missing: retry-after");
  }

  @Test
  void a_problem_that_is_not_described_there_or_anywhere_is_noticed() {
    assertThat(refused("/sales/7", 404, problem("unknown-route", "Unknown route", 404), Map.of()))
        .containsExactly("the problem is not described: \"urn:ensemble:problem:unknown-route\"");
    assertThat(refused("/sales/7", 404, problem("lost", "Lost", 404), Map.of()))
        .contains("the problem is not in the catalogue: \"urn:ensemble:problem:lost\"");
    assertThat(refused("/elsewhere", 404, GONE, Map.of("Retry-After", "1")))
        .containsExactly("there is no such operation");
  }

  @Test
  void a_success_for_what_is_not_as_described_is_noticed() {
    Map<String, String> sold = Map.of("Sold-At", "5");
    assertThat(sold("1234", PRICE, "{}", sold)).singleElement().asString().contains("id:");
    assertThat(sold("7", "{\"price\": -1}", "{}", sold))
        .singleElement()
        .asString()
        .contains("price");
    assertThat(sold("7", "", "{}", sold))
        .containsExactly("accepted, but not as described: no body");
  }

  @Test
  void a_complaint_about_what_is_as_described_is_noticed() {
    String complaint = problem("missing-field", "Missing field", 400);
    assertThat(refused("/sales/7", 400, complaint, Map.of()))
        .containsExactly("the request is as described, but was refused for its form");
    assertThat(answered("{}", 400, complaint, Map.of())).isEmpty();
  }

  @Test
  void an_answer_that_may_be_stored_by_anyone_is_noticed() {
    assertThat(
            rules(
                new Exchange(
                    "PUT",
                    URI.create("http://till/sales/7"),
                    headers(Map.of("Content-Type", "application/json", "Key", "k")),
                    PRICE,
                    200,
                    headers(Map.of("Content-Type", "application/json", "Sold-At", "5")),
                    "{}")))
        .containsExactly("Cache-Control is []", "X-Content-Type-Options is []");
  }

  private static List<String> sold(
      String id, String price, String body, Map<String, String> headers) {
    return exchange("/sales/" + id, price, 200, body, headers);
  }

  private static List<String> answered(
      String price, int status, String body, Map<String, String> headers) {
    return exchange("/sales/7", price, status, body, headers);
  }

  private static List<String> refused(
      String path, int status, String body, Map<String, String> headers) {
    return exchange(path, PRICE, status, body, headers);
  }

  private static List<String> exchange(
      String path, String sent, int status, String body, Map<String, String> more) {
    Map<String, String> request = new HashMap<>(SENT);
    request.put("Key", "k");
    Map<String, String> answer = new HashMap<>(more);
    answer.put("Cache-Control", "no-store");
    answer.put("X-Content-Type-Options", "nosniff");
    answer.put("Content-Type", status < 400 ? "application/json" : "application/problem+json");
    return rules(
        new Exchange(
            "PUT",
            URI.create("http://till" + path),
            headers(request),
            sent,
            status,
            headers(answer),
            body));
  }

  private static List<String> rules(Exchange exchange) {
    return new ExchangeRules(ApiDescription.of(DESCRIPTION)).violations(exchange);
  }

  private static HttpHeaders headers(Map<String, String> values) {
    Map<String, List<String>> all = new HashMap<>();
    values.forEach((name, value) -> all.put(name, List.of(value)));
    return HttpHeaders.of(all, (name, value) -> true);
  }

  private static String problem(String name, String title, int status) {
    return "{\"type\": \"urn:ensemble:problem:%s\", \"title\": \"%s\", \"status\": %d}"
        .formatted(name, title, status);
  }
}
