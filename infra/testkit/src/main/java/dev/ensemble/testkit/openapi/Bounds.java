package dev.ensemble.testkit.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.testkit.Contracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Asks a running service of every bound in its description: a value inside is let through to what
 * the operation does, one outside is refused for its form.
 */
public final class Bounds implements AutoCloseable {
  private enum Verdict {
    INSIDE,
    OUTSIDE
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final ApiDescription description;
  private final int port;
  private final List<String> disagreements = new ArrayList<>();
  private final Map<String, Set<Verdict>> seen = new TreeMap<>();

  public Bounds(int port) {
    this.description = ApiDescription.at(port);
    this.port = port;
  }

  @Override
  public void close() {
    client.close();
  }

  /** Where service and description disagree, and the bounds of which only one side was seen. */
  public List<String> disagreements() {
    for (Operation operation : description.operations()) {
      Place content = operation.place().at("requestBody").at("content").at("application/json");
      for (String name : content.at("examples").node().propertyNames()) {
        JsonNode example = content.at("examples").at(name).node().path("value");
        Probes.of(description, content.at("schema"), example)
            .forEach(probe -> ask(operation, content.at("schema"), probe));
      }
      operation.parameters().forEach(parameter -> ask(operation, parameter));
    }
    seen.forEach(
        (bound, verdicts) -> {
          if (verdicts.size() < 2) {
            disagreements.add(bound + ": only " + verdicts + " was tried");
          }
        });
    return disagreements;
  }

  /** The bounds that were tried. */
  public Set<String> tried() {
    return seen.keySet();
  }

  private void ask(Operation operation, Place schema, Probe probe) {
    String bound = operation.route() + " " + probe.bound();
    boolean inside =
        !probe.breaksUnspoken() && description.violations(schema, probe.value()).isEmpty();
    compare(bound, probe.value().toString(), inside, request(operation, probe.value()));
  }

  /** A parameter that any text will do for has no bound. */
  private void ask(Operation operation, Place parameter) {
    Place schema = description.resolve(parameter.at("schema"));
    String where = parameter.node().path("in").asString();
    String name = parameter.node().path("name").asString();
    texts(schema.node(), where)
        .forEach(
            text ->
                compare(
                    operation.route() + " " + name,
                    text,
                    description
                        .violations(parameter.at("schema"), RequestRules.typed(schema, text))
                        .isEmpty(),
                    request(operation, where, name, text)));
  }

  private static Stream<String> texts(JsonNode schema, String where) {
    Stream.Builder<String> texts = Stream.builder();
    schema.path("enum").forEach(value -> texts.add(value.asString()));
    if (schema.has("enum") || schema.has("const")) {
      texts.add(schema.path("const").asString("another")).add("another");
    }
    for (String bound : List.of("minimum", "maximum")) {
      if (schema.has(bound)) {
        long value = schema.path(bound).longValue();
        texts.add("" + value).add("" + (bound.equals("minimum") ? value - 1 : value + 1));
      }
    }
    if (schema.path("type").asString().equals("integer")) {
      List.of("7", "x", "1.5", "0x7", "#7", "+7", " 7", "7 ", "07", "７").forEach(texts::add);
    }
    if (schema.path("format").asString("").equals("uuid")) {
      String id = "0199a0de-7c00-7000-8000-00000000a001";
      Stream.of(id, id.toUpperCase(Locale.ROOT), " " + id, id + "0", "1-1-1-1-1", "42", "x")
          .forEach(texts::add);
    }
    if (schema.has("pattern")) {
      int most = schema.path("maxLength").asInt(255);
      texts.add("a").add("a".repeat(most)).add("a".repeat(most + 1));
      (where.equals("header")
              ? Stream.concat(
                  IntStream.rangeClosed('!', '~').mapToObj(Character::toString),
                  Stream.of("\"a,b\"", "\"\\\"\"", "\"\\x\"", "\"", "\"\"", "\"a", "\"a\"b\""))
              : Probes.characters().filter(c -> !c.equals("/")))
          .flatMap(c -> Stream.of(c + "a", "a" + c, c))
          .filter(text -> !where.equals("path") || !text.equals("."))
          .forEach(texts::add);
    }
    return texts.build();
  }

  private void compare(String bound, String value, boolean inside, HttpRequest.Builder request) {
    HttpRequest sent = request.build();
    HttpResponse<String> answer = send(sent);
    description.check(sent, answer);
    boolean refused = isRefusal(answer);
    seen.computeIfAbsent(bound, it -> EnumSet.noneOf(Verdict.class))
        .add(inside ? Verdict.INSIDE : Verdict.OUTSIDE);
    // A failure of the service's own is described everywhere, and says nothing of a bound.
    if (refused == inside || answer.statusCode() >= 500) {
      disagreements.add(
          "%s: %s is %s by the description, and was answered %d %s"
              .formatted(
                  bound, value, inside ? "inside" : "outside", answer.statusCode(), answer.body()));
    }
  }

  /** Whatever is refused before the operation itself has a say. */
  private static boolean isRefusal(HttpResponse<String> answer) {
    return switch (answer.statusCode()) {
      case 400, 405, 406, 408, 413, 415 -> true;
      case 422 ->
          Contracts.read(answer.body())
              .path("type")
              .asString()
              .equals("urn:ensemble:problem:invalid-value");
      default -> false;
    };
  }

  private HttpRequest.Builder request(Operation operation, JsonNode body) {
    return request(operation, "body", "", "")
        .header("Content-Type", "application/json")
        .method(operation.method(), BodyPublishers.ofString(body.toString()));
  }

  /** As the examples have it, but for the one parameter. */
  private HttpRequest.Builder request(Operation operation, String where, String name, String text) {
    String path = operation.path();
    for (Place parameter : operation.parameters()) {
      String one = parameter.node().path("name").asString();
      String value =
          where.equals("path") && one.equals(name)
              ? text
              : parameter.node().path("example").asString("");
      path = path.replace("{" + one + "}", encoded(value));
    }
    String query = where.equals("query") ? "?" + name + "=" + encoded(text) : "";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query))
            .method(operation.method(), BodyPublishers.noBody());
    JsonNode body = body(operation);
    if (!where.equals("body") && !body.isMissingNode()) {
      request
          .header("Content-Type", "application/json")
          .method(operation.method(), BodyPublishers.ofString(body.toString()));
    }
    boolean hasKey =
        operation.parameters().stream().anyMatch(it -> it.node().has("x-idempotency-key-life"));
    if (hasKey) {
      request.setHeader("Idempotency-Key", UUID.randomUUID().toString());
    }
    return where.equals("header") ? request.setHeader(name, text) : request;
  }

  private static JsonNode body(Operation operation) {
    JsonNode examples =
        operation.place().node().at("/requestBody/content/application~1json/examples");
    return examples.isEmpty()
        ? JsonNodeFactory.instance.missingNode()
        : examples.iterator().next().path("value");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
