package dev.ensemble.payment;

import dev.ensemble.testkit.Contracts;
import dev.ensemble.testkit.openapi.ApiDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The service's HTTP as any client sees it: bytes out, bytes in. Whatever is sent and answered here
 * has to be as the service describes it.
 */
public final class Api {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String KEY = "Idempotency-Key";
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(20);

  private final int port;

  Api(int port) {
    this.port = port;
  }

  /** What came back. */
  public record Answer(int status, String contentType, String location, String body) {
    public JsonNode json() {
      return Contracts.read(body);
    }

    /** The problem's name, the last part of its type. */
    public String problem() {
      return json().path("type").asString("").replace("urn:ensemble:problem:", "");
    }
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer put(String path, String json) {
    return send(json(path).PUT(BodyPublishers.ofString(json)));
  }

  /** Another call each time. */
  public Answer post(String path, String json) {
    return postAs(UUID.randomUUID().toString(), path, json);
  }

  /** The same call however often it is sent. */
  public Answer postAs(String key, String path, String json) {
    return send(json(path).header(KEY, key).POST(BodyPublishers.ofString(json)));
  }

  public Answer post(String path, byte[] body, String contentType) {
    return send(
        request(path)
            .header(KEY, UUID.randomUUID().toString())
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /** By a client that would read the answer only in another form. */
  public Answer postAccepting(String accept, String path, String json) {
    return send(
        json(path)
            .header(KEY, UUID.randomUUID().toString())
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(json)));
  }

  /** Without a key in the header. */
  public Answer postBare(String path, String json) {
    return send(json(path).POST(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(ANSWER_TIME_MAX);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest sent = request.build();
      HttpResponse<String> response = CLIENT.send(sent, BodyHandlers.ofString());
      ApiDescription.at(port).check(sent, response);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.headers().firstValue("Location").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
