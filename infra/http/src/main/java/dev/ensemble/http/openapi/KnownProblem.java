package dev.ensemble.http.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of the catalogue of problems, under {@code x-problems} in the parts of a description.
 *
 * @param key how operations refer to it: the problem's name, or another where one name has two
 *     statuses
 * @param said {@code name} where it is not the key; {@code status}, {@code meaning}, {@code retry},
 *     and {@code again} where the usual words for that retry would be wrong; {@code of}: whose
 *     problem it is, if not of the operations that name it; {@code members} that the document has
 *     beside those of RFC 9457, {@code may-have} for those that it may lack; {@code headers} that
 *     come with it, {@code may-have-headers} that may
 */
record KnownProblem(String key, ObjectNode said) {
  static final String OUTSIDE = "outside";

  private static final Map<String, String> RETRIES =
      Map.of(
          "same", "yes, unchanged",
          "corrected", "yes, corrected: nothing was stored",
          "new-key",
              "with a key, no: the answer is stored, and another attempt needs another key;"
                  + " where there is none, yes: nothing is stored",
          "never", "no");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  KnownProblem {
    if (!RETRIES.containsKey(said.path("retry").asString(""))) {
      throw new IllegalStateException(key + ": retry is one of " + RETRIES.keySet());
    }
  }

  String name() {
    return said.path("name").asString(key);
  }

  int status() {
    return said.required("status").intValue();
  }

  String meaning() {
    return said.required("meaning").stringValue();
  }

  String retry() {
    return said.required("retry").stringValue();
  }

  String retryInWords() {
    return said.path("again").asString(RETRIES.getOrDefault(retry(), ""));
  }

  /** {@code every operation}, {@code body}, a parameter's name, {@link #OUTSIDE}, or nothing. */
  String of() {
    return said.path("of").asString("");
  }

  List<String> headers() {
    return headers("headers");
  }

  List<String> possibleHeaders() {
    return headers("may-have-headers");
  }

  private List<String> headers(String kind) {
    return said.path(kind).valueStream().map(JsonNode::stringValue).toList();
  }

  String type() {
    return "urn:ensemble:problem:" + name();
  }

  /** The name in words, as the documents have it. */
  String title() {
    String words = name().replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The name of its schema: UnknownOrderProblem. */
  String schemaName() {
    return Stream.of(key.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("", "", "Problem"));
  }

  String schemaReference() {
    return "#/components/schemas/" + schemaName();
  }

  ObjectNode schema() {
    ObjectNode schema = JSON.objectNode().put("type", "object").put("description", meaning());
    ObjectNode properties = JSON.objectNode();
    properties.putObject("type").put("type", "string").put("const", type());
    properties.putObject("title").put("type", "string").put("const", title());
    properties.putObject("status").put("type", "integer").put("const", status());
    properties.putObject("detail").put("$ref", "#/components/schemas/ProblemDetail");
    properties.putObject("instance").put("$ref", "#/components/schemas/ProblemInstance");
    var required = schema.putArray("required").add("type").add("title").add("status").add("detail");
    members("members")
        .forEach(
            (member, it) -> {
              properties.set(member, it);
              required.add(member);
            });
    members("may-have").forEach(properties::set);
    schema.set("properties", properties);
    return schema;
  }

  /** What a program reads of it at the description's root. */
  ObjectNode line() {
    ObjectNode line = JSON.objectNode().put("type", type()).put("title", title());
    line.put("status", status()).put("meaning", meaning()).put("retry", retry());
    line.putArray("headers").addAll(headers().stream().map(JSON::stringNode).toList());
    if (!of().isEmpty()) {
      line.put("of", of());
    }
    return line;
  }

  private Map<String, JsonNode> members(String kind) {
    return said.path(kind)
        .propertyStream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, java.util.TreeMap::new));
  }
}
