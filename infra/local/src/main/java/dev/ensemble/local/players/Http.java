package dev.ensemble.local.players;

import java.io.IOException;
import java.net.URI;
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

  Answer get(URI uri) throws InterruptedException {
    return ask("GET", uri, null);
  }

  Answer put(URI uri, Object body) throws InterruptedException {
    return ask("PUT", uri, body);
  }

  /** One call, however often it has to be sent until it is answered: all bear one key. */
  Answer post(URI uri, @Nullable Object body) throws InterruptedException {
    return ask("POST", uri, body);
  }

  <T> T read(Answer answer, Class<T> as) {
    return json.treeToValue(answer.body(), as);
  }

  private Answer ask(String method, URI uri, @Nullable Object body) throws InterruptedException {
    long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
    HttpRequest request = request(method, uri, body);
    while (true) {
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
                .formatted(method, uri, GIVE_UP_AFTER.toSeconds(), trouble));
      }
      Thread.sleep(ASK_AGAIN_AFTER);
    }
  }

  private JsonNode tree(byte[] body) {
    return body.length == 0 ? json.nullNode() : json.readTree(body);
  }

  private HttpRequest request(String method, URI uri, @Nullable Object body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN);
    if (method.equals("POST")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
        .build();
  }
}
