package dev.ensemble.testkit.openapi;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A request that was sent, and its answer. */
record Exchange(
    String method,
    URI uri,
    HttpHeaders sent,
    String sentBody,
    int status,
    HttpHeaders headers,
    String body) {

  static Exchange of(HttpRequest request, HttpResponse<String> response) {
    return new Exchange(
        request.method(),
        request.uri(),
        request.headers(),
        request.bodyPublisher().map(Collected::from).orElse(""),
        response.statusCode(),
        response.headers(),
        response.body());
  }

  String request() {
    return method + " " + uri.getRawPath() + ", answered " + status + ",";
  }

  String mediaType() {
    return headers.firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
  }

  /** A publisher made of bytes gives them to whoever asks, any number of times. */
  private static final class Collected implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<String> text = new CompletableFuture<>();

    static String from(HttpRequest.BodyPublisher publisher) {
      Collected collected = new Collected();
      publisher.subscribe(collected);
      return collected.text.join();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      byte[] read = new byte[part.remaining()];
      part.get(read);
      bytes.writeBytes(read);
    }

    @Override
    public void onError(Throwable failure) {
      text.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      text.complete(bytes.toString(StandardCharsets.UTF_8));
    }
  }
}
