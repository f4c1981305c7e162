package dev.ensemble.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A database behind a proxy that takes each connection, finds nobody, and hangs up. */
class HangingUpDatabaseTest extends ServerTest {
  private static final ServerSocket PROXY = listen();

  @DynamicPropertySource
  static void behindTheProxy(DynamicPropertyRegistry properties) {
    String url = "jdbc:postgresql://localhost:" + PROXY.getLocalPort() + "/nowhere";
    properties.add("spring.datasource.url", () -> url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/vault", "/vault/transaction"})
  void is_not_taken_for_a_client_that_does(String path) throws Exception {
    DatabaseOutagesTest.assertUnavailable(get(path));
  }

  private static ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> hangUp(socket));
      return socket;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void hangUp(ServerSocket socket) {
    try {
      while (true) {
        socket.accept().close();
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  @AfterAll
  static void stopListening() throws IOException {
    PROXY.close();
  }
}
