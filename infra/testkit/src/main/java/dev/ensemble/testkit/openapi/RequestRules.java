package dev.ensemble.testkit.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.testkit.Contracts;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where a request is not as the operation is described. */
final class RequestRules {
  /** As JSON has it; Java reads more than that as a number. */
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");

  private final ApiDescription description;

  RequestRules(ApiDescription description) {
    this.description = description;
  }

  List<String> violations(Exchange exchange, Operation operation) {
    List<String> wrong = new ArrayList<>();
    for (Place parameter : operation.parameters()) {
      String name = parameter.node().path("name").asString();
      List<String> values = values(exchange, operation, parameter, name);
      if (values.isEmpty() && parameter.node().path("required").asBoolean(false)) {
        wrong.add("no " + name);
      }
      if (values.size() > 1) {
        wrong.add(name + " came more than once");
      }
      Place schema = parameter.at("schema");
      for (String value : values) {
        description
            .violations(schema, typed(description.resolve(schema), value))
            .forEach(violation -> wrong.add(name + ": " + violation));
      }
    }
    body(wrong, exchange, operation);
    return wrong;
  }

  private static List<String> values(
      Exchange exchange, Operation operation, Place parameter, String name) {
    return switch (parameter.node().path("in").asString()) {
      case "path" ->
          List.of(decoded(operation.inPath(name, exchange.uri().getRawPath()).replace("+", "%2B")));
      case "query" ->
          Stream.of(Objects.requireNonNullElse(exchange.uri().getRawQuery(), "").split("&", -1))
              .filter(pair -> pair.startsWith(name + "="))
              .map(pair -> decoded(pair.substring(name.length() + 1)))
              .toList();
      case "header" -> exchange.sent().allValues(name);
      default -> throw new AssertionError("a parameter in " + parameter.node().path("in"));
    };
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private void body(List<String> wrong, Exchange exchange, Operation operation) {
    Place body = operation.place().at("requestBody");
    if (!body.isThere()) {
      if (!exchange.sentBody().isEmpty()) {
        wrong.add("a body is not described");
      }
      return;
    }
    if (exchange.sentBody().isEmpty()) {
      wrong.add("no body");
      return;
    }
    String type = exchange.sent().firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
    Place media = body.at("content").at(type);
    if (!media.isThere()) {
      wrong.add("a body of type " + type);
      return;
    }
    wrong.addAll(description.violations(media.at("schema"), Contracts.read(exchange.sentBody())));
  }

  /** What a text in a path, query or header means where the schema asks for a number. */
  static JsonNode typed(Place schema, String text) {
    boolean isNumber = schema.node().path("type").asString("").equals("integer");
    return isNumber && NUMBER.matcher(text).matches()
        ? JsonNodeFactory.instance.numberNode(new BigDecimal(text))
        : JsonNodeFactory.instance.stringNode(text);
  }
}
