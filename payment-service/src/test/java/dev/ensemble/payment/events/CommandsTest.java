package dev.ensemble.payment.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.messaging.admin.MessagingCommands;
import dev.ensemble.payment.PaymentServiceApplication;
import dev.ensemble.payment.RunningService;
import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.JarCommand;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The commands of this service's jar, with its own reactions. */
class CommandsTest extends RunningService {
  private static final JarCommand JAR =
      JarCommand.of(
          (out, err, words) ->
              MessagingCommands.run(PaymentServiceApplication.class, out, err, words),
          DATABASE,
          "--ensemble.messaging.kafka.bootstrap-servers=");

  @Autowired private Inbox inbox;

  @Test
  void a_redrive_beside_the_running_service_decides_the_payment() {
    UUID order = newId();
    everything
        .sql("INSERT INTO messaging.parked_keys (consumer, record_key) VALUES ('payment', ?)")
        .param(order.toString().getBytes(StandardCharsets.UTF_8))
        .update();
    Facts reserved = Facts.sample("stock.reserved.v1").with("orderId", order.toString());
    assertThat(inbox.receive(List.of(reserved.polled("inventory.events", 0, 0))).parked())
        .as("it waits behind its key")
        .isEqualTo(1);
    assertThat(toldOf(order)).isEmpty();

    assertThat(JAR.printed(1, "inbox", "status"))
        .contains("parked    1 of at most 10000 events, of 1 keys");
    assertThat(JAR.printed(0, "redrive", "--all", "--reason=the cause is mended"))
        .contains("APPLIED");

    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(JAR.printed(0, "parked", "list")).contains("Nothing is parked");
  }
}
