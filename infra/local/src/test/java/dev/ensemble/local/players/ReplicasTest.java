package dev.ensemble.local.players;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service of two replicas, as its clients see it. */
class ReplicasTest {
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final Http http = new Http();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void each_call_goes_to_the_next_one() throws Exception {
    Service service = new Service(replica("one", 200) + "," + replica("two", 200));

    for (int call = 0; call < 4; call++) {
      http.get(service, "/").orFailUnless(200);
    }

    assertThat(asked).containsExactly("one", "two", "one", "two");
  }

  @Test
  void what_one_cannot_do_is_asked_of_the_other_as_the_same_call() throws Exception {
    Service service = new Service(replica("broken", 503) + "," + replica("well", 201));

    http.post(service, "/orders", Map.of()).orFailUnless(201);

    assertThat(asked).containsExactly("broken", "well");
    assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
  }

  @Test
  void one_that_is_gone_holds_nobody_up() throws Exception {
    Service service = new Service(nobody() + "," + replica("well", 200));

    http.get(service, "/").orFailUnless(200);

    assertThat(asked).containsExactly("well");
  }

  @Test
  void what_is_no_address_is_refused() {
    assertThatThrownBy(() -> new Service("http://here:1,"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Service("here:1")).hasMessageContaining("'here:1'");
  }

  private String replica(String name, int status) throws IOException {
    HttpServer server = HttpServer.create(loopback(), 0);
    server.createContext(
        "/",
        call -> {
          asked.add(name);
          keys.addAll(call.getRequestHeaders().getOrDefault("Idempotency-Key", List.of()));
          byte[] body = "{}".getBytes(UTF_8);
          call.sendResponseHeaders(status, body.length);
          try (OutputStream out = call.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    servers.add(server);
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String nobody() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(loopback());
      return "http://127.0.0.1:" + taken.getLocalPort();
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
