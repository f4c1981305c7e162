package dev.ensemble.testkit.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The problems at each operation as it is served, against those that the service names there and
 * those of the libraries that come with a body, a parameter or any operation. A client cannot see a
 * problem too many from outside: no exchange ever shows it.
 */
public final class ProblemsAtOperations {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode served;
  private final JsonNode written;

  private ProblemsAtOperations(JsonNode served, JsonNode written) {
    this.served = served;
    this.written = written;
  }

  /**
   * Where the two disagree, an operation a line.
   *
   * @param written the service's own {@code openapi.yaml}
   */
  public static List<String> disagreements(ApiDescription description, Path written) {
    try {
      return disagreements(description, Files.readString(written));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> disagreements(ApiDescription description, String written) {
    // A setting's value is of no matter here, but its braces would be a map's.
    String text = written.replaceAll("\\$\\{[^}]*}", "1");
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    var both = new ProblemsAtOperations(description.document(), JSON.valueToTree(tree));
    List<String> found = new ArrayList<>();
    for (Operation operation : description.operations()) {
      Set<String> is = both.answered(operation);
      Set<String> shall = both.due(operation);
      if (!is.equals(shall)) {
        found.add("%s has %s, and should have %s".formatted(operation.route(), is, shall));
      }
    }
    return found;
  }

  /** The catalogue's keys of whatever its responses refer to. */
  private Set<String> answered(Operation operation) {
    return operation
        .place()
        .node()
        .path("responses")
        .valueStream()
        .map(response -> response.at("/content/application~1problem+json/schema"))
        .flatMap(schema -> schema.findValuesAsString("$ref").stream())
        .map(reference -> served.at(reference.substring(1)).path("properties"))
        .map(this::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** One name may stand for two problems, but not with one status. */
  private String key(JsonNode problem) {
    return served
        .path("x-problems")
        .propertyStream()
        .filter(line -> line.getValue().path("type").equals(problem.at("/type/const")))
        .filter(line -> line.getValue().path("status").equals(problem.at("/status/const")))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("none of the catalogue");
  }

  private Set<String> due(Operation operation) {
    JsonNode item = written.path("paths").path(operation.path());
    JsonNode own = item.path(operation.method().toLowerCase(Locale.ROOT));
    Set<String> brought = new TreeSet<>(Set.of("every operation"));
    if (own.has("requestBody")) {
      brought.add("body");
    }
    Stream.of(item, own)
        .flatMap(holder -> holder.path("parameters").valueStream())
        .flatMap(parameter -> parameter.path("$ref").stringValueOpt().stream())
        .forEach(reference -> brought.add(reference.replaceAll(".*/", "")));
    Set<String> due = new TreeSet<>();
    own.path("x-problems").forEach(key -> due.add(key.stringValue()));
    served
        .path("x-problems")
        .forEachEntry(
            (key, line) -> {
              if (brought.contains(line.path("of").asString("none"))) {
                due.add(key);
              }
            });
    return due;
  }
}
