package dev.ensemble.testkit.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Sends calls to one process. */
public final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ServiceProcess service;

  Client(ServiceProcess service) {
    this.service = service;
  }

  /** Sends the call, and reads its answer. */
  public Answer send(Call call) {
    try {
      return Answer.of(HTTP.send(call.to(service.uri(call.path())), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(service.log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends the call. */
  CompletableFuture<HttpResponse<String>> begin(Call call) {
    return HTTP.sendAsync(call.to(service.uri(call.path())), BodyHandlers.ofString());
  }
}
