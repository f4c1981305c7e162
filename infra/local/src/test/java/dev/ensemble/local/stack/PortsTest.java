package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void free_ports_are_free() {
    assertThatCode(() -> Ports.free().requireFree(Cluster.NONE)).doesNotThrowAnyException();
  }

  @Test
  void a_port_that_is_taken_is_one_sentence_that_says_what_to_do() throws Exception {
    Ports ports = Ports.free();
    int taken = ports.http(Program.PAYMENT);

    try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> ports.requireFree(Cluster.NONE))
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith(
              "port %d, meant for payment-service, is taken by another process: stop that one, or move all our ports with --port-offset "
                  .formatted(taken));
    }
  }

  @Test
  void a_listener_on_all_addresses_is_seen_too() throws Exception {
    Ports ports = Ports.free();

    try (ServerSocket other = new ServerSocket(ports.broker())) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> ports.requireFree(Cluster.NONE))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("port %d, meant for the Kafka broker,".formatted(ports.broker()));
    }
  }
}
