package dev.ensemble.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a program's management port whether it is healthy. */
final class Health {
  /** On one machine a healthy program answers in milliseconds; a busy one is asked again. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

  boolean isUp(int managementPort) {
    URI health = URI.create("http://127.0.0.1:" + managementPort + "/actuator/health");
    try {
      var request = HttpRequest.newBuilder(health).timeout(ANSWER_WITHIN).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
