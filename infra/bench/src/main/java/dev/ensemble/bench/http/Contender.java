package dev.ensemble.bench.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.UUID;

/** The two ways to send one order. */
enum Contender {
  WITHOUT_KEY("without the key", "/bench/orders-without-key") {
    @Override
    HttpRequest.Builder next(URI service) {
      return request(service);
    }
  },
  WITH_KEY("with the key", "/orders") {
    @Override
    HttpRequest.Builder next(URI service) {
      return request(service).header("Idempotency-Key", UUID.randomUUID().toString());
    }
  };

  private final String label;
  private final String path;

  Contender(String label, String path) {
    this.label = label;
    this.path = path;
  }

  /** Another order, each a call of its own: nothing is replayed. */
  abstract HttpRequest.Builder next(URI service);

  String label() {
    return label;
  }

  HttpRequest.Builder request(URI service) {
    return HttpRequest.newBuilder(service.resolve(path)).header("Content-Type", "application/json");
  }
}
