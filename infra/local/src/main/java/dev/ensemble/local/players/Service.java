package dev.ensemble.local.players;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service as its clients know it: one replica, or several of which any may answer. Each call goes
 * to the next one, and so does each retry of it: whoever was killed is not waited for.
 */
final class Service {
  private final List<String> replicas;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * @param addresses {@code http://127.0.0.1:8101} for example; of several replicas, with commas
   *     between
   */
  Service(String addresses) {
    this.replicas = List.of(addresses.split(",", -1));
    replicas.forEach(Service::requireAddress);
  }

  private static void requireAddress(String address) {
    if (!address.matches("http://[^/,]+")) {
      throw new IllegalArgumentException("not a service's address: '" + address + "'");
    }
  }

  /** Where the path is asked for this time. */
  URI next(String path) {
    int replica = Math.floorMod(turn.getAndIncrement(), replicas.size());
    return URI.create(replicas.get(replica) + path);
  }
}
