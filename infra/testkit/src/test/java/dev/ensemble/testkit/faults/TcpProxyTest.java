package dev.ensemble.testkit.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {
  /** Through the proxy and back takes less than a millisecond. */
  private static final int SILENCE_MS = 300;

  private static final int PATIENCE_MS = 10_000;

  private final Echo server = new Echo();
  private final TcpProxy proxy = TcpProxy.to(server.port());

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void what_is_sent_arrives_unchanged_and_in_order_and_so_does_the_end() throws Exception {
    byte[] sent = new byte[8 * 1024 * 1024];
    new Random(1).nextBytes(sent);
    try (Socket client = connect()) {
      client.setSoTimeout(PATIENCE_MS);
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(sent);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertThat(Arrays.equals(client.getInputStream().readAllBytes(), sent)).isTrue();
      sending.get(1, TimeUnit.SECONDS);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void a_delay_is_one_of_every_byte_in_each_direction_and_no_brake() throws Exception {
    proxy.delay(Duration.ofMillis(200));
    try (Socket client = connect()) {
      client.setSoTimeout(PATIENCE_MS);
      long start = System.nanoTime();
      for (int n = 0; n < 20; n++) {
        say(client, "x");
      }
      client.getInputStream().readNBytes(20);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(400), Duration.ofMillis(1900));
    }
  }

  @Test
  void a_black_hole_swallows_both_ways_and_gives_everything_back() throws Exception {
    try (Socket client = connect()) {
      assertThat(echoOf(client, "before")).isEqualTo("before");
      proxy.blackHole();

      say(client, "during");
      assertThatThrownBy(() -> hear(client, 6)).isInstanceOf(SocketTimeoutException.class);
      try (Socket newcomer = connect()) {
        say(newcomer, "new");
        assertThatThrownBy(() -> hear(newcomer, 3)).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.guests()).isEqualTo(1);

        server.tellAll("unasked");
        assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketTimeoutException.class);

        proxy.pass();
        client.setSoTimeout(PATIENCE_MS);
        newcomer.setSoTimeout(PATIENCE_MS);
        assertThat(sorted(hear(client, 13))).isEqualTo(sorted("during" + "unasked"));
        assertThat(hear(newcomer, 3)).isEqualTo("new");
      }
    }
  }

  @Test
  void in_a_black_hole_a_client_that_closes_is_not_seen_to_go() throws Exception {
    Socket client = connect();
    assertThat(echoOf(client, "before")).isEqualTo("before");
    proxy.blackHole();
    client.close();

    try (Socket another = connect()) {
      assertThatThrownBy(() -> hear(another, 1)).isInstanceOf(SocketTimeoutException.class);
      assertThat(proxy.connections()).isEqualTo(2);
    }
    proxy.pass();
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void a_cut_resets_what_is_open_also_in_a_black_hole_and_lets_new_ones_in() throws Exception {
    try (Socket client = connect()) {
      assertThat(echoOf(client, "before")).isEqualTo("before");
      proxy.blackHole();
      proxy.cut();
      client.setSoTimeout(PATIENCE_MS);
      assertThatThrownBy(() -> hear(client, 1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(proxy.connections()).isZero();
    }
    proxy.pass();
    try (Socket client = connect()) {
      assertThat(echoOf(client, "after")).isEqualTo("after");
    }
  }

  @Test
  void silence_is_of_one_direction() throws Exception {
    try (Socket client = connect()) {
      assertThat(echoOf(client, "before")).isEqualTo("before");
      proxy.silence(Direction.TO_CLIENT);
      say(client, "x");
      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketTimeoutException.class);
      proxy.silence(Direction.TO_SERVER);

      client.setSoTimeout(PATIENCE_MS);
      // What the server had answered comes, and what it says now; what it is told does not arrive.
      assertThat(hear(client, 1)).isEqualTo("x");
      say(client, "y");
      server.tellAll("unasked");
      assertThat(hear(client, 7)).isEqualTo("unasked");
      client.setSoTimeout(SILENCE_MS);
      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketTimeoutException.class);
      proxy.pass();
      client.setSoTimeout(PATIENCE_MS);
      assertThat(hear(client, 1)).isEqualTo("y");
    }
  }

  @Test
  void refusing_is_of_new_connections_alone_and_ends() throws Exception {
    try (Socket client = connect()) {
      assertThat(echoOf(client, "before")).isEqualTo("before");
      proxy.refuse();

      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(echoOf(client, "during")).isEqualTo("during");
      proxy.pass();
      try (Socket another = connect()) {
        assertThat(echoOf(another, "after")).isEqualTo("after");
      }
    }
  }

  @Test
  void what_is_cut_off_after_some_bytes_has_passed_that_many_on_each_connection() throws Exception {
    try (Socket client = connect()) {
      assertThat(echoOf(client, "before")).isEqualTo("before");
      proxy.cutAfter(Direction.TO_CLIENT, 3);

      assertThat(echoOf(client, "abc")).isEqualTo("abc");
      say(client, "d");
      client.setSoTimeout(PATIENCE_MS);
      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketException.class);
      try (Socket another = connect()) {
        assertThat(echoOf(another, "abc")).isEqualTo("abc");
        proxy.pass();
        assertThat(echoOf(another, "defg")).isEqualTo("defg");
      }
    }
  }

  @Test
  void where_every_answer_is_lost_the_server_has_heard_the_question() throws Exception {
    proxy.cutAfter(Direction.TO_CLIENT, 0);
    try (Socket client = connect()) {
      client.setSoTimeout(PATIENCE_MS);
      say(client, "x");

      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketException.class);
      assertThat(server.guests()).isEqualTo(1);
    }
  }

  @Test
  void it_knows_what_it_has_done_and_a_mode_that_met_nobody_has_done_nothing() throws Exception {
    try (Socket client = connect();
        Socket idle = connect()) {
      assertThat(echoOf(client, "before")).isEqualTo("before");
      assertThat(echoOf(idle, "before")).isEqualTo("before");
      assertThat(proxy.harm()).isEqualTo(new TcpProxy.Harm(0, 0));

      proxy.silence(Direction.TO_CLIENT);
      assertThat(proxy.harm()).isEqualTo(new TcpProxy.Harm(0, 0));
      say(client, "held");
      await().until(() -> proxy.harm().bytesHeld() == 4);

      proxy.delay(Duration.ofMillis(50));
      assertThat(hear(client, 4)).isEqualTo("held");
      assertThat(echoOf(client, "late")).isEqualTo("late");
      assertThat(proxy.harm()).isEqualTo(new TcpProxy.Harm(8, 0));

      proxy.cutAfter(Direction.TO_SERVER, 2);
      say(client, "two and more");
      await().until(() -> proxy.harm().connectionsCut() == 1);
      assertThat(proxy.cut()).isEqualTo(1);
      assertThat(proxy.cut()).isZero();
    }
  }

  @Test
  void who_says_a_text_stands_still_there_or_has_passed_and_the_others_go_on() throws Exception {
    try (Socket client = connect();
        Socket other = connect()) {
      proxy.trip(Direction.TO_CLIENT, new TcpProxy.Wire("INSERT", "COMMIT", false));
      assertThat(echoOf(client, "BEGIN")).isEqualTo("BEGIN");
      assertThat(echoOf(other, "COMMIT")).isEqualTo("COMMIT");
      assertThat(echoOf(client, "INSERT")).isEqualTo("INSERT");
      assertThat(proxy.tripped()).isZero();
      say(client, "+COMMIT+");
      await().until(() -> proxy.tripped() == 1);
      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketTimeoutException.class);
      assertThat(echoOf(other, "other")).isEqualTo("other");

      proxy.trip(Direction.TO_SERVER, new TcpProxy.Wire("", "COMMIT", true));
      client.setSoTimeout(PATIENCE_MS);
      assertThat(hear(client, 8)).isEqualTo("+COMMIT+");
      assertThat(proxy.tripped()).isZero();
      assertThat(echoOf(client, "COMMIT")).isEqualTo("COMMIT");
      // It is counted when it has passed, and may be here by then.
      await().until(() -> proxy.tripped() == 1);
    }
  }

  @Test
  void a_server_that_does_not_run_resets_its_clients() throws Exception {
    server.close();
    try (Socket client = connect()) {
      client.setSoTimeout(PATIENCE_MS);
      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketException.class);
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(SILENCE_MS);
    return client;
  }

  private static String echoOf(Socket client, String text) throws IOException {
    client.setSoTimeout(PATIENCE_MS);
    say(client, text);
    String heard = hear(client, text.length());
    client.setSoTimeout(SILENCE_MS);
    return heard;
  }

  /** The server says both as it likes, one of them in answer. */
  private static String sorted(String text) {
    char[] letters = text.toCharArray();
    Arrays.sort(letters);
    return new String(letters);
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String hear(Socket client, int count) throws IOException {
    return new String(client.getInputStream().readNBytes(count), US_ASCII);
  }
}
