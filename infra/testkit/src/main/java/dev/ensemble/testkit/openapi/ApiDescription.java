package dev.ensemble.testkit.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ensemble.testkit.Contracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of an API, as its service serves it. */
public final class ApiDescription {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Map<Integer, ApiDescription> BY_PORT = new ConcurrentHashMap<>();

  /** Requests are held to the schemas as they are. */
  private static final String AS_IT_IS = "https://ensemble.example/as-it-is";

  /**
   * Answers are held to the schemas without room for more: a client must bear fields that it does
   * not know, but the description should know all of them.
   */
  private static final String CLOSED = "https://ensemble.example/closed";

  private final Place root;
  private final List<Operation> operations;
  private final SchemaRegistry schemas;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  private ApiDescription(String json) {
    this.root = new Place("", Contracts.read(json));
    this.operations = operations(root.at("paths"));
    JsonNode closed = root.node().deepCopy();
    close(closed);
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(AS_IT_IS, json, CLOSED, closed.toString())));
  }

  /** Of this document. */
  public static ApiDescription of(String json) {
    return new ApiDescription(json);
  }

  /** Of the service on this port, which is asked for it once. */
  public static ApiDescription at(int port) {
    return BY_PORT.computeIfAbsent(port, there -> of(fetch(there)));
  }

  private static String fetch(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/openapi.json");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("The service does not describe its API: " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The document. */
  public JsonNode document() {
    return root.node();
  }

  /** All operations as {@code GET /orders/{id}}. */
  public Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    operations.forEach(operation -> routes.add(operation.route()));
    return routes;
  }

  /**
   * Holds what a client sent and what it was answered against the description.
   *
   * @throws AssertionError naming each disagreement
   */
  public void check(HttpRequest request, HttpResponse<String> response) {
    Exchange exchange = Exchange.of(request, response);
    List<String> wrong = new ExchangeRules(this).violations(exchange);
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%s is not as described: %s%n%s".formatted(exchange.request(), wrong, response.body()));
    }
  }

  /** What of the examples in the document does not satisfy its schema. */
  public List<String> wrongExamples() {
    return new Examples(this).wrong();
  }

  List<Operation> operations() {
    return operations;
  }

  /** A path without variables goes before one that has them. */
  Optional<Operation> operation(String method, String rawPath) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.matches(rawPath))
        .min(Comparator.comparing(operation -> operation.path().contains("{")));
  }

  Place root() {
    return root;
  }

  /** The place itself, or where its reference leads. */
  Place resolve(Place place) {
    JsonNode reference = place.node().path("$ref");
    if (!reference.isString()) {
      return place;
    }
    Place there = root;
    for (String step : reference.stringValue().substring("#/".length()).split("/", -1)) {
      there = there.at(step.replace("~1", "/").replace("~0", "~"));
    }
    if (!there.isThere()) {
      throw new AssertionError("There is no " + reference.stringValue());
    }
    return resolve(there);
  }

  List<String> violations(Place schema, JsonNode value) {
    return violations(AS_IT_IS, schema, value);
  }

  List<String> closedViolations(Place schema, JsonNode value) {
    return violations(CLOSED, schema, value);
  }

  private List<String> violations(String document, Place schema, JsonNode value) {
    return compiled
        .computeIfAbsent(
            document + "#" + schema.pointer(),
            location -> schemas.getSchema(SchemaLocation.of(location)))
        .validate(
            value,
            context ->
                context.executionConfig(config -> config.formatAssertionsEnabled(Boolean.TRUE)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDescription::close);
  }

  private List<Operation> operations(Place paths) {
    List<Operation> all = new ArrayList<>();
    for (String path : paths.node().propertyNames()) {
      Place item = paths.at(path);
      for (String method : item.node().propertyNames()) {
        if (METHODS.contains(method)) {
          all.add(Operation.of(this, path, item, method));
        }
      }
    }
    return all;
  }
}
