package dev.ensemble.payment.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.messaging.admin.MessagingCommands;
import dev.ensemble.payment.PaymentServiceApplication;
import dev.ensemble.payment.RunningService;
import dev.ensemble.testkit.Facts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The commands of this service's jar, with its own reactions. */
class CommandsTest extends RunningService {
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

    assertThat(run(1, "inbox", "status"))
        .contains("parked    1 of at most 10000 events, of 1 keys");
    assertThat(run(0, "redrive", "--all", "--reason=the cause is mended")).contains("APPLIED");

    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(run(0, "parked", "list")).contains("Nothing is parked");
  }

  private static String run(int code, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    DATABASE.springProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
    arguments.add("--ensemble.messaging.kafka.bootstrap-servers=");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int ended =
        MessagingCommands.run(
            PaymentServiceApplication.class,
            new PrintWriter(out),
            new PrintWriter(err),
            arguments.toArray(String[]::new));
    assertThat(ended).as(out + "" + err).isEqualTo(code);
    return out.toString();
  }
}
