package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Contracts;
import dev.ensemble.testkit.openapi.ApiDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * A client of the service that knows nothing of it but its address. Whatever is sent and answered
 * here has to be as the service describes it.
 */
record Http(int port) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  record Answer(int status, String contentType, String tag, String text) {

    JsonNode json() {
      return Contracts.read(text);
    }

    /** A problem document of this status and name. */
    void isProblem(int expectedStatus, String name) {
      assertThat(status).as(text).isEqualTo(expectedStatus);
      assertThat(contentType).startsWith("application/problem+json");
      assertThat(json().path("type").asString()).isEqualTo("urn:ensemble:problem:" + name);
      assertThat(json().path("status").asInt()).isEqualTo(expectedStatus);
    }
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  /** Whatever is there: most tests count what nobody else does. */
  Answer put(String path, String json) {
    Answer bare = putIf(path, json);
    return bare.status() == 428 ? putIf(path, json, "If-Match", "*") : bare;
  }

  Answer putIf(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** By a client that would read the answer only in another form. */
  Answer postAccepting(String accept, String path) {
    return send(request(path).header("Accept", accept).POST(BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest sent = request.build();
      HttpResponse<String> response = CLIENT.send(sent, HttpResponse.BodyHandlers.ofString());
      ApiDescription.at(port).check(sent, response);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.headers().firstValue("ETag").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
