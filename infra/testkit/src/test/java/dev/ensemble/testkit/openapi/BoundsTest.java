package dev.ensemble.testkit.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** A service that treats a bound otherwise than it is described is noticed, whichever way. */
class BoundsTest {
  private static final String DESCRIPTION =
      """
      {"openapi": "3.1.1", "paths": {"/sales": {"get": {
         "parameters": [{"name": "limit", "in": "query",
           "schema": {"type": "integer", "minimum": 1, "maximum": 9}}],
         "responses": {"200": {"description": "All."},
           "400": {"content": {"application/problem+json": {"schema": {
             "properties": {"type": {"const": "urn:ensemble:problem:no"}, "title": {}, "status": {}}}}}},
           "500": {"content": {"application/problem+json": {"schema": {
             "properties": {"type": {"const": "urn:ensemble:problem:no"}, "title": {}, "status": {}}}}}}}}}},
       "x-problems": {
         "no": {"type": "urn:ensemble:problem:no", "title": "No", "status": 400},
         "broken": {"type": "urn:ensemble:problem:no", "title": "No", "status": 500}}}
      """;

  @Test
  void a_service_that_keeps_its_bounds_disagrees_in_nothing() throws IOException {
    assertThat(disagreements(limit -> limit < 1 || limit > 9 ? 400 : 200)).isEmpty();
  }

  @Test
  void what_is_inside_and_refused_or_outside_and_accepted_is_a_disagreement() throws IOException {
    assertThat(disagreements(limit -> limit < 1 || limit > 8 ? 400 : 200))
        .singleElement()
        .asString()
        .contains("9 is inside by the description, and was answered 400");
    assertThatThrownBy(() -> disagreements(limit -> limit < 1 || limit > 10 ? 400 : 200))
        .hasMessageContaining("accepted, but not as described: limit");
  }

  @Test
  void a_failure_of_the_service_s_own_is_a_disagreement_inside_and_outside() throws IOException {
    assertThat(disagreements(limit -> limit == 9 ? 500 : limit < 1 || limit > 9 ? 400 : 200))
        .singleElement()
        .asString()
        .contains("9 is inside by the description, and was answered 500");
    assertThat(disagreements(limit -> limit == 10 ? 500 : limit < 1 || limit > 9 ? 400 : 200))
        .singleElement()
        .asString()
        .contains("10 is outside by the description, and was answered 500");
  }

  /** Of a service that gives these answers to limits, and 400 to whatever is no number. */
  private static List<String> disagreements(IntUnaryOperator answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals("/openapi.json");
          int status = asked ? 200 : answers.applyAsInt(limit(exchange.getRequestURI().getQuery()));
          String text =
              asked
                  ? DESCRIPTION
                  : status == 200
                      ? ""
                      : "{\"type\":\"urn:ensemble:problem:no\",\"title\":\"No\",\"status\":%d}"
                          .formatted(status);
          exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
          exchange.getResponseHeaders().add("Cache-Control", "no-store");
          exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (Bounds bounds = new Bounds(server.getAddress().getPort())) {
      return bounds.disagreements();
    } finally {
      server.stop(0);
    }
  }

  private static int limit(String query) {
    String text = query.substring("limit=".length());
    return text.matches("-?(0|[1-9][0-9]*)") ? Integer.parseInt(text) : 0;
  }
}
