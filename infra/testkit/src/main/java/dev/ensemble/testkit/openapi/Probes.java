package dev.ensemble.testkit.openapi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values at and past each bound of a schema, made by changing an example in one place. Whether one
 * is inside or outside is not decided here: the schema says so, and so does the service.
 */
final class Probes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String DURATION_MAX = "x-duration-maximum";

  private final ApiDescription description;
  private final List<Probe> probes = new ArrayList<>();

  private Probes(ApiDescription description) {
    this.description = description;
  }

  static List<Probe> of(ApiDescription description, Place schema, JsonNode example) {
    Probes probes = new Probes(description);
    probes.at("", schema, example, changed -> changed);
    return probes.probes;
  }

  private void at(String path, Place reference, JsonNode example, UnaryOperator<JsonNode> whole) {
    Place schema = description.resolve(reference);
    Place alternatives = schema.at("oneOf");
    if (alternatives.isThere()) {
      IntStream.range(0, alternatives.node().size())
          .mapToObj(alternatives::at)
          .filter(one -> description.violations(one, example).isEmpty())
          .forEach(one -> at(path, one, example, whole));
      return;
    }
    types().forEach(value -> add(path + " type", value, whole));
    if (!example.isMissingNode()) {
      add(path + " type", example, whole);
    }
    if (schema.node().has("enum")) {
      types().forEach(value -> add(path + " enum", value, whole));
      schema.node().path("enum").forEach(value -> add(path + " enum", value, whole));
    }
    numbers(path, schema.node(), whole);
    strings(path, schema.node(), whole);
    durations(path, schema.node(), whole);
    if (example instanceof ArrayNode list) {
      lists(path, schema, list, whole);
    }
    if (example instanceof ObjectNode object) {
      objects(path, schema, object, whole);
    }
  }

  private static Stream<JsonNode> types() {
    return Stream.of(
        NullNode.getInstance(),
        JSON.booleanNode(true),
        JSON.booleanNode(false),
        JSON.numberNode(7),
        JSON.numberNode(new BigDecimal("1.5")),
        JSON.stringNode("x"),
        JSON.arrayNode(),
        JSON.objectNode());
  }

  private void add(String bound, JsonNode value, UnaryOperator<JsonNode> whole) {
    probes.add(Probe.of(bound, whole.apply(value)));
  }

  private void numbers(String path, JsonNode schema, UnaryOperator<JsonNode> whole) {
    BigDecimal step = schema.path("multipleOf").asDecimal(BigDecimal.ONE);
    if (schema.has("minimum")) {
      BigDecimal least = schema.path("minimum").decimalValue();
      add(path + " minimum", JSON.numberNode(least), whole);
      add(path + " minimum", JSON.numberNode(least.subtract(step)), whole);
    }
    if (schema.has("maximum")) {
      BigDecimal most = schema.path("maximum").decimalValue();
      add(path + " maximum", JSON.numberNode(most), whole);
      add(path + " maximum", JSON.numberNode(most.add(step)), whole);
    }
    if (schema.has("multipleOf")) {
      add(path + " multipleOf", JSON.numberNode(step.multiply(new BigDecimal("3"))), whole);
      add(path + " multipleOf", JSON.numberNode(step.multiply(new BigDecimal("3.5"))), whole);
    }
  }

  private void strings(String path, JsonNode schema, UnaryOperator<JsonNode> whole) {
    if (schema.has("minLength")) {
      int least = schema.path("minLength").intValue();
      add(path + " minLength", JSON.stringNode("a".repeat(least)), whole);
      add(path + " minLength", JSON.stringNode("a".repeat(Math.max(0, least - 1))), whole);
    }
    if (schema.has("maxLength")) {
      int most = schema.path("maxLength").intValue();
      add(path + " maxLength", JSON.stringNode("a".repeat(most)), whole);
      add(path + " maxLength", JSON.stringNode("a".repeat(most + 1)), whole);
    }
    if (schema.has("pattern") && !schema.has(DURATION_MAX)) {
      characters()
          .flatMap(c -> Stream.of(c + "a", "a" + c))
          .forEach(text -> add(path + " pattern", JSON.stringNode(text), whole));
      // Where a pattern asks for a prefix, its examples alone are inside.
      schema.path("examples").forEach(example -> add(path + " pattern", example, whole));
    }
  }

  /** All of ASCII, and of the rest a letter, one outside the first plane, and a blank. */
  static Stream<String> characters() {
    return Stream.concat(
        IntStream.rangeClosed(0, 127).mapToObj(Character::toString),
        Stream.of("é", "\uD83D\uDE00", "\u00A0"));
  }

  private void durations(String path, JsonNode schema, UnaryOperator<JsonNode> whole) {
    if (!schema.has(DURATION_MAX)) {
      return;
    }
    Stream.concat(
            Stream.of("PT0S", "PT1S", "PT1.5S", "PT10M", "", "P", "PT", "P1M", "P1W", "P1Y", "1s"),
            Stream.of("soon", "pt1s", "PT1,5S", "PT1.S", "+PT1S", "PT+1S", "-PT0S", "-PT-1S"))
        .forEach(text -> add(path + " pattern", JSON.stringNode(text), whole));
    Duration most = Duration.parse(schema.path(DURATION_MAX).asString());
    Duration least = Duration.parse(schema.path("x-duration-minimum").asString());
    add(path + " " + DURATION_MAX, JSON.stringNode(most.toString()), whole);
    unspoken(path + " " + DURATION_MAX, most.plusMillis(1).toString(), whole);
    add(path + " x-duration-minimum", JSON.stringNode(least.toString()), whole);
    unspoken(path + " x-duration-minimum", least.minusMillis(1).toString(), whole);
    if (schema.has("x-duration-multiple-of")) {
      Duration step = Duration.parse(schema.path("x-duration-multiple-of").asString());
      String bound = path + " x-duration-multiple-of";
      add(bound, JSON.stringNode(step.multipliedBy(3).toString()), whole);
      unspoken(bound, step.dividedBy(2).toString(), whole);
    }
  }

  private void unspoken(String bound, String text, UnaryOperator<JsonNode> whole) {
    probes.add(new Probe(bound, whole.apply(JSON.stringNode(text)), true));
  }

  private void lists(String path, Place schema, ArrayNode example, UnaryOperator<JsonNode> whole) {
    String key = schema.node().path("x-unique-by").asString("");
    for (String bound : List.of("minItems", "maxItems")) {
      if (schema.node().has(bound)) {
        int count = schema.node().path(bound).intValue();
        int past = bound.equals("minItems") ? count - 1 : count + 1;
        add(path + " " + bound, repeated(example.get(0), key, count), whole);
        add(path + " " + bound, repeated(example.get(0), key, past), whole);
      }
    }
    if (!key.isEmpty()) {
      JsonNode twice = JSON.arrayNode().add(example.get(0)).add(example.get(0));
      probes.add(new Probe(path + " x-unique-by", whole.apply(twice), true));
      add(path + " x-unique-by", repeated(example.get(0), key, 2), whole);
    }
    at(
        path + "/0",
        schema.at("items"),
        example.get(0),
        changed -> whole.apply(JSON.arrayNode().add(changed)));
  }

  private static ArrayNode repeated(JsonNode item, String key, int count) {
    ArrayNode list = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      ObjectNode one = (ObjectNode) item.deepCopy();
      if (!key.isEmpty()) {
        one.put(key, one.path(key).asString() + i);
      }
      list.add(one);
    }
    return list;
  }

  private void objects(
      String path, Place schema, ObjectNode example, UnaryOperator<JsonNode> whole) {
    for (JsonNode name : schema.at("required").node()) {
      add(path + " required", without(example, name.stringValue()), whole);
      add(path + " required", example, whole);
    }
    add(path + " additionalProperties", example.deepCopy().put("nobody-knows-it", 1), whole);
    add(path + " additionalProperties", example, whole);
    for (String name : schema.at("properties").node().propertyNames()) {
      at(
          path + "/" + name,
          schema.at("properties").at(name),
          example.path(name),
          changed -> whole.apply(example.deepCopy().set(name, changed)));
    }
  }

  private static ObjectNode without(ObjectNode example, String name) {
    ObjectNode less = example.deepCopy();
    less.remove(name);
    return less;
  }
}
