package dev.ensemble.local.players;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP to services that may just be starting again: asks until it is answered. */
final class Http {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(250);

  /** A killed service is back within some ten seconds, on a very busy machine within thirty. */
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(90);

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();

  /** An answer below 500, other than one that asks to come again. */
  record Answer(int status, JsonNode body) {

    Answer orFailUnless(int... expected) {
      for (int one : expected) {
        if (status == one) {
          return this;
        }
      }
      throw new IllegalStateException("an answer that was not expected: " + status + " " + body);
    }
  }

  Answer get(Service service, String path) throws InterruptedException {
    return ask(service, path, request("GET", null));
  }

  Answer put(Service service, String path, Object body) throws InterruptedException {
    return ask(service, path, request("PUT", body));
  }

  /** Only where what is there has this tag, {@code *} for any. */
  Answer put(Service service, String path, Object body, String ifMatch)
      throws InterruptedException {
    return ask(service, path, request("PUT", body).header("If-Match", ifMatch));
  }

  /** One call, however often it has to be sent until it is answered: all bear one key. */
  Answer post(Service service, String path, @Nullable Object body) throws InterruptedException {
    String key = UUID.randomUUID().toString();
    return ask(service, path, request("POST", body).header("Idempotency-Key", key));
  }

  <T> T read(Answer answer, Class<T> as) {
    return json.treeToValue(answer.body(), as);
  }

  private Answer ask(Service service, String path, HttpRequest.Builder call)
      throws InterruptedException {
    long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
    while (true) {
      HttpRequest request = call.uri(service.next(path)).build();
      String trouble;
      try {
        var response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() < 500 && response.headers().firstValue("Retry-After").isEmpty()) {
          return new Answer(response.statusCode(), tree(response.body()));
        }
        trouble = "status " + response.statusCode();
      } catch (IOException unreachable) {
        trouble = unreachable.toString();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s %s: no answer within %d s (%s)"
                .formatted(request.method(), request.uri(), GIVE_UP_AFTER.toSeconds(), trouble));
      }
      Thread.sleep(ASK_AGAIN_AFTER);
    }
  }

  private JsonNode tree(byte[] body) {
    return body.length == 0 ? json.nullNode() : json.readTree(body);
  }

  private HttpRequest.Builder request(String method, @Nullable Object body) {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(ANSWER_WITHIN);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
  }
}
