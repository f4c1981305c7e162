package dev.ensemble.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.admin.MessagingCommands;
import dev.ensemble.testkit.JarCommand;
import org.junit.jupiter.api.Test;

/** The commands of this service's jar work on its database, beside the service. */
class CommandsTest extends OrderServiceHarness {
  private static final JarCommand JAR =
      JarCommand.of(
          (out, err, words) ->
              MessagingCommands.run(OrderServiceApplication.class, out, err, words),
          DATABASE);

  @Test
  void what_is_parked_can_be_looked_at_and_redriven() {
    assertThat(JAR.printed(0, "parked", "list")).startsWith("Nothing is parked that matches.");
    assertThat(JAR.printed(0, "redrive", "--all", "--reason=to see that the reactions are there"))
        .startsWith("Nothing is parked that matches: nothing was done.");
  }
}
