package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.AskProvider;
import dev.ensemble.payment.application.ChargePayment;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.ProviderPayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An answer that comes byte by byte never meets a read timeout. */
class SlowAnswerTest extends RunningService {
  private static final Endless PROVIDER = new Endless();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired private AskProvider askProvider;
  @Autowired private ChargePayment chargePayment;

  @DynamicPropertySource
  static void provider(DynamicPropertyRegistry registry) {
    registry.add("payment.provider.kind", () -> "stripe");
    registry.add("payment.provider.stripe.api-key", () -> "sk_test_ensemble");
    registry.add("payment.provider.stripe.api-base", PROVIDER::base);
    registry.add("payment.provider.stripe.connect-timeout", () -> "100ms");
    registry.add("payment.provider.stripe.read-timeout", () -> "300ms");
  }

  @AfterAll
  static void end() {
    PROVIDER.close();
  }

  @Test
  void nobody_is_listened_to_longer_than_a_claim_is_believed() throws Exception {
    AccountId payer = customerWith("0.00");
    openAccount.open(payer, Duration.ZERO, new ProviderPayer("cus_1", "pm_1"));
    UUID order = newId();
    chargePayment.charge(order, demand(payer, "1.00"), newId());
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> pass = threads.submit(askProvider::runOnce);
      try {
        assertThat(pass.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
      } finally {
        // Else a pass that never ends would keep this test from failing.
        PROVIDER.close();
      }
    }
    assertThat(PROVIDER.wasAsked()).isTrue();
    assertThat(statusOf(order)).isEqualTo("Charging");
    // The call that was given up ends with its connection, and says by the clock when to ask again.
    await().atMost(PATIENCE).until(() -> one("SELECT max(attempts) FROM payments.payments") == 1);
    CLOCK.advance(Duration.ofHours(1));
    assertThat(askProvider.runOnce()).as("it is asked again").isEqualTo(1);
  }

  /** Says that it has much to say, and says a blank now and then. */
  private static final class Endless implements AutoCloseable {
    private final ServerSocket door;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    Endless() {
      try {
        door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofPlatform().daemon().name("endless").start(this::accept);
    }

    String base() {
      return "http://127.0.0.1:" + door.getLocalPort();
    }

    boolean wasAsked() {
      return asked.getCount() == 0;
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = door.accept();
          Thread.ofVirtual().start(() -> drip(socket));
        }
      } catch (IOException e) {
        // The door is closed.
      }
    }

    private void drip(Socket socket) {
      try (socket) {
        socket.getOutputStream().write(head());
        asked.countDown();
        while (!closed.await(50, TimeUnit.MILLISECONDS)) {
          socket.getOutputStream().write(' ');
        }
      } catch (IOException | InterruptedException e) {
        // Whoever asked has hung up.
      }
    }

    private static byte[] head() {
      return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
      closed.countDown();
      try {
        door.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
