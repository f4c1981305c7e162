package dev.ensemble.testkit.openapi;

import dev.ensemble.testkit.Contracts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Where an exchange and the description disagree: a status, header, problem or field that is not
 * described; a success for a request that is not as described; a complaint about one that is.
 */
final class ExchangeRules {
  private static final String PROBLEM = "application/problem+json";

  /** Those of HTTP itself, the two that every answer has, and what Spring says of odd paths. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "date",
          "connection",
          "keep-alive",
          "transfer-encoding",
          "content-length",
          "content-type",
          "content-disposition",
          "cache-control",
          "x-content-type-options");

  /** Problems whose request cannot be as described. Others hold rules that no schema can say. */
  private static final Set<String> ABOUT_FORM =
      Set.of(
          "missing-body",
          "missing-field",
          "unknown-field",
          "missing-idempotency-key",
          "malformed-idempotency-key");

  private final ApiDescription description;

  ExchangeRules(ApiDescription description) {
    this.description = description;
  }

  List<String> violations(Exchange exchange) {
    String path = exchange.uri().getRawPath();
    String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
    if (path.startsWith("/openapi.") || method.equals("OPTIONS")) {
      return List.of();
    }
    List<String> wrong = new ArrayList<>();
    require(wrong, exchange, "Cache-Control", "no-store");
    require(wrong, exchange, "X-Content-Type-Options", "nosniff");
    Optional<Operation> operation = description.operation(method, path);
    if (operation.isEmpty()) {
      outside(wrong, exchange);
    } else {
      within(wrong, exchange, operation.get());
    }
    return wrong;
  }

  private static void require(List<String> wrong, Exchange exchange, String name, String value) {
    if (!exchange.headers().allValues(name).equals(List.of(value))) {
      wrong.add(name + " is " + exchange.headers().allValues(name));
    }
  }

  /** No operation: what is answered is a problem of no operation, or of any. */
  private void outside(List<String> wrong, Exchange exchange) {
    JsonNode line = catalogue(exchange, wrong);
    if (!Set.of("outside", "every operation").contains(line.path("of").asString(""))) {
      wrong.add("there is no such operation");
    }
    headers(wrong, exchange, Map.of(), line);
  }

  private void within(List<String> wrong, Exchange exchange, Operation operation) {
    Place response =
        description.resolve(operation.place().at("responses").at("" + exchange.status()));
    if (!response.isThere()) {
      wrong.add("the status is not described");
      return;
    }
    JsonNode line =
        exchange.status() < 400 ? MissingNode.getInstance() : catalogue(exchange, wrong);
    Map<String, Place> headers = new HashMap<>();
    for (String name : response.at("headers").node().propertyNames()) {
      headers.put(
          name.toLowerCase(Locale.ROOT), description.resolve(response.at("headers").at(name)));
    }
    headers(wrong, exchange, headers, line);
    body(wrong, exchange, response);
    request(wrong, exchange, operation);
  }

  private void body(List<String> wrong, Exchange exchange, Place response) {
    Place content = response.at("content");
    if (exchange.method().equals("HEAD")) {
      return;
    }
    if (!content.isThere()) {
      if (!exchange.body().isEmpty()) {
        wrong.add("a body is not described");
      }
      return;
    }
    Place media = content.at(exchange.mediaType());
    if (!media.isThere()) {
      wrong.add("the media type is not described: " + exchange.mediaType());
      return;
    }
    JsonNode body = Contracts.read(exchange.body());
    Place schema =
        exchange.mediaType().equals(PROBLEM)
            ? problemSchema(media.at("schema"), body)
            : media.at("schema");
    if (schema.isThere()) {
      wrong.addAll(description.closedViolations(schema, body));
    } else {
      wrong.add("the problem is not described: " + body.path("type"));
    }
  }

  /** The alternative of that type alone, so that what is wrong with it can be said. */
  private Place problemSchema(Place schema, JsonNode body) {
    Place alternatives = schema.at("oneOf");
    for (int i = 0; i < Math.max(1, alternatives.node().size()); i++) {
      Place one = description.resolve(alternatives.isThere() ? alternatives.at(i) : schema);
      if (one.at("properties").at("type").at("const").node().equals(body.path("type"))) {
        return one;
      }
    }
    return new Place("", MissingNode.getInstance());
  }

  /** The problem's line in the catalogue. */
  private JsonNode catalogue(Exchange exchange, List<String> wrong) {
    if (exchange.method().equals("HEAD")) {
      return MissingNode.getInstance();
    }
    JsonNode body = problem(exchange);
    for (JsonNode line : description.document().path("x-problems")) {
      if (line.path("type").equals(body.path("type"))
          && line.path("status").asInt() == exchange.status()
          && body.path("status").asInt() == exchange.status()
          && line.path("title").equals(body.path("title"))) {
        return line;
      }
    }
    wrong.add("the problem is not in the catalogue: " + body.path("type"));
    return MissingNode.getInstance();
  }

  private static JsonNode problem(Exchange exchange) {
    return exchange.mediaType().equals(PROBLEM)
        ? Contracts.read(exchange.body())
        : MissingNode.getInstance();
  }

  private void headers(
      List<String> wrong, Exchange exchange, Map<String, Place> described, JsonNode line) {
    Set<String> ofProblem = new TreeSet<>();
    line.path("headers").forEach(name -> ofProblem.add(name.asString().toLowerCase(Locale.ROOT)));
    Set<String> seen = new TreeSet<>();
    exchange.headers().map().keySet().forEach(name -> seen.add(name.toLowerCase(Locale.ROOT)));
    for (String name : seen) {
      Place header = described.get(name);
      if (header != null) {
        String value = exchange.headers().firstValue(name).orElse("");
        Place schema = header.at("schema");
        description
            .closedViolations(schema, RequestRules.typed(description.resolve(schema), value))
            .forEach(violation -> wrong.add("header " + name + ": " + violation));
      } else if (!EVERYWHERE.contains(name) && !ofProblem.contains(name)) {
        wrong.add("the header is not described: " + name);
      }
    }
    Set<String> required = new TreeSet<>(ofProblem);
    described.forEach(
        (name, header) -> {
          if (header.node().path("required").asBoolean(false)) {
            required.add(name);
          }
        });
    required.removeAll(seen);
    required.forEach(name -> wrong.add("the header is missing: " + name));
  }

  private void request(List<String> wrong, Exchange exchange, Operation operation) {
    String type = exchange.status() < 400 ? "" : problem(exchange).path("type").asString("");
    boolean aboutForm = ABOUT_FORM.contains(type.replace("urn:ensemble:problem:", ""));
    if (exchange.status() >= 400 && !aboutForm) {
      return;
    }
    List<String> ofRequest;
    try {
      ofRequest = new RequestRules(description).violations(exchange, operation);
    } catch (JacksonException e) {
      ofRequest = List.of("the request is not JSON");
    }
    if (aboutForm && ofRequest.isEmpty()) {
      wrong.add("the request is as described, but was refused for its form");
    } else if (!aboutForm) {
      ofRequest.forEach(violation -> wrong.add("accepted, but not as described: " + violation));
    }
  }
}
