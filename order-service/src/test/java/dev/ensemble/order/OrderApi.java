package dev.ensemble.order;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's API as any client sees it: plain HTTP, plain JSON. Whatever is sent and answered
 * here has to be as the service describes it.
 */
public final class OrderApi {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final int port;

  OrderApi(int port) {
    this.port = port;
  }

  /** An answer; its body is read as JSON, whatever it says it is. */
  public record Answer(int status, String contentType, @Nullable String location, JsonNode body) {

    public String text(String field) {
      return body.path(field).asString("");
    }

    public UUID orderId() {
      return UUID.fromString(text("orderId"));
    }
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer put(String path, String json) {
    return send("PUT", path, json);
  }

  public Answer post(String path, String json) {
    return send("POST", path, json);
  }

  public Answer order(UUID id) {
    return get("/orders/" + id);
  }

  public Answer cancel(UUID id) {
    return send("POST", "/orders/" + id + "/cancellation", null);
  }

  /** Places two mugs and a pot for the customer, 59.99 in all; the price list has them after. */
  public UUID placed(String customer) {
    put("/products/tea-mug", "{\"price\": 12.50}");
    put("/products/tea-pot", "{\"price\": 34.99}");
    return post("/orders", teaFor(customer)).orderId();
  }

  public static String teaFor(String customer) {
    return """
        {"customerId": "%s", "lines": [
          {"sku": "tea-mug", "quantity": 2}, {"sku": "tea-pot", "quantity": 1}]}
        """
        .formatted(customer);
  }

  public Answer send(String method, String path, @Nullable String body) {
    return send(request(method, path, body));
  }

  /** The same call however often it is sent. */
  public Answer postAs(String key, String path, String json) {
    return send(request("POST", path, json).setHeader("Idempotency-Key", key));
  }

  /** By a client that reads the answer in some form alone. */
  public Answer sendAccepting(String accept, String method, String path, @Nullable String body) {
    return send(request(method, path, body).setHeader("Accept", accept));
  }

  /** Each call that changes something is another one, unless a key says otherwise. */
  private HttpRequest.Builder request(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(TIMEOUT);
    if (method.equals("POST")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest sent = request.build();
      HttpResponse<String> response = CLIENT.send(sent, BodyHandlers.ofString());
      ApiDescription.at(port).check(sent, response);
      return answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValue("Location").orElse(null),
        JSON.readTree(response.body()));
  }
}
