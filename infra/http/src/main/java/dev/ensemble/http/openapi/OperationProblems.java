package dev.ensemble.http.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes each operation's error responses out of the catalogue: the problems that the operation
 * names itself, and those that its body, its parameters or being an operation at all bring along.
 */
final class OperationProblems {
  static final String KEY = "x-problems";

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  private final ObjectNode whole;
  private final Map<String, KnownProblem> known = new LinkedHashMap<>();

  OperationProblems(ObjectNode whole) {
    this.whole = whole;
    whole
        .path(KEY)
        .forEachEntry((key, said) -> known.put(key, new KnownProblem(key, (ObjectNode) said)));
  }

  void expand() {
    whole
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      if (METHODS.contains(method)) {
                        expand(method + " " + path, (ObjectNode) operation, item);
                      }
                    }));
    ObjectNode catalogue = JsonNodeFactory.instance.objectNode();
    ObjectNode schemas = whole.withObject("components").withObject("schemas");
    known.forEach(
        (key, problem) -> {
          catalogue.set(key, problem.line());
          if (!problem.of().equals(KnownProblem.OUTSIDE)) {
            add(schemas, problem.schemaName(), problem.schema(), "the schemas");
          }
        });
    whole.set(KEY, catalogue);
    describe();
  }

  private void expand(String name, ObjectNode operation, JsonNode item) {
    Set<String> parameters =
        Stream.concat(
                item.path("parameters").valueStream(), operation.path("parameters").valueStream())
            .map(parameter -> parameter.path("$ref"))
            // One written in place has no name to be brought by; "" would name every problem of the
            // service.
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue)
            .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
            .collect(Collectors.toSet());
    Map<Integer, List<KnownProblem>> byStatus = new TreeMap<>();
    for (KnownProblem problem : problems(name, operation, parameters)) {
      byStatus.computeIfAbsent(problem.status(), status -> new ArrayList<>()).add(problem);
    }
    ObjectNode responses = operation.withObject("responses");
    byStatus.forEach((status, problems) -> add(responses, "" + status, response(problems), name));
    addReplayHeader(responses, byStatus, parameters);
  }

  /** What somebody wrote there by hand would be gone without a word. */
  private static void add(ObjectNode there, String name, ObjectNode problem, String where) {
    if (there.has(name)) {
      throw new IllegalStateException(
          where + ": " + name + " is made of the problems, and was written, too");
    }
    there.set(name, problem);
  }

  private List<KnownProblem> problems(String name, ObjectNode operation, Set<String> parameters) {
    JsonNode own = operation.remove(KEY);
    Set<String> named =
        own == null
            ? Set.of()
            : own.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
    named.stream()
        .filter(key -> !known.containsKey(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalStateException(name + " names a problem nobody knows: " + key);
            });
    return known.values().stream()
        .filter(
            problem ->
                named.contains(problem.key())
                    || problem.of().equals("every operation")
                    || (problem.of().equals("body") && operation.has("requestBody"))
                    || parameters.contains(problem.of()))
        .toList();
  }

  private static ObjectNode response(List<KnownProblem> problems) {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    response.put(
        "description",
        problems.stream()
            .map(problem -> "- `" + problem.name() + "`: " + problem.meaning())
            .collect(Collectors.joining("\n")));
    problems.stream()
        .flatMap(
            problem ->
                Stream.concat(problem.headers().stream(), problem.possibleHeaders().stream()))
        .distinct()
        .forEach(header -> addHeader(response, header));
    ObjectNode schema =
        response.putObject("content").putObject("application/problem+json").putObject("schema");
    if (problems.size() == 1) {
      schema.put("$ref", problems.getFirst().schemaReference());
      return response;
    }
    ArrayNode oneOf = schema.putArray("oneOf");
    ObjectNode mapping =
        schema.putObject("discriminator").put("propertyName", "type").putObject("mapping");
    for (KnownProblem problem : problems) {
      oneOf.addObject().put("$ref", problem.schemaReference());
      mapping.put(problem.type(), problem.schemaReference());
    }
    return response;
  }

  /** Where calls have a key, what is stored may be a replay, and says so. */
  private void addReplayHeader(
      ObjectNode responses, Map<Integer, List<KnownProblem>> problems, Set<String> parameters) {
    JsonNode replays = whole.path("x-replays");
    if (!parameters.contains(replays.path("parameter").asString(" "))) {
      return;
    }
    String header = replays.required("header").stringValue();
    responses.forEachEntry(
        (status, response) -> {
          boolean isStored =
              status.startsWith("2")
                  || problems.getOrDefault(Integer.valueOf(status), List.of()).stream()
                      .anyMatch(problem -> problem.retry().equals("new-key"));
          if (isStored) {
            addHeader((ObjectNode) response, header);
          }
        });
  }

  private static void addHeader(ObjectNode response, String header) {
    response.withObject("headers").withObject(header).put("$ref", "#/components/headers/" + header);
  }

  /** People read the catalogue, and what the libraries have to say, in the description's text. */
  private void describe() {
    StringBuilder text = new StringBuilder();
    JsonNode notes = whole.remove("x-notes");
    whole.remove("x-replays");
    if (notes != null) {
      notes.forEach(note -> text.append('\n').append(note.stringValue()));
    }
    text.append(
        "\n## Problems\n\n| type `urn:ensemble:problem:…` | status | when | the same request again |\n");
    text.append("| --- | --- | --- | --- |\n");
    known
        .values()
        .forEach(
            problem ->
                text.append(
                    "| `%s` | %d | %s | %s |\n"
                        .formatted(
                            problem.name(),
                            problem.status(),
                            problem.meaning(),
                            problem.retryInWords())));
    ObjectNode info = whole.withObject("info");
    info.put("description", info.path("description").asString("") + text);
  }
}
