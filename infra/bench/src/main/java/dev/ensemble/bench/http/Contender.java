package dev.ensemble.bench.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.UUID;

/** The two ways to send one order. */
enum Contender {
  WITHOUT_KEY("/bench/orders-without-key") {
    @Override
    HttpRequest.Builder next(URI service) {
      return request(service);
    }
  },
  WITH_KEY("/orders") {
    @Override
    HttpRequest.Builder next(URI service) {
      return request(service).header("Idempotency-Key", UUID.randomUUID().toString());
    }
  };

  private final String path;

  Contender(String path) {
    this.path = path;
  }

  /** Another order, each a call of its own: nothing is replayed. */
  abstract HttpRequest.Builder next(URI service);

  HttpRequest.Builder request(URI service) {
    return HttpRequest.newBuilder(service.resolve(path)).header("Content-Type", "application/json");
  }
}
