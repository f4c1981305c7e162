package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.admin.MessagingCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands of this service's jar work on its database, beside the service. */
class CommandsTest extends ServiceTest {

  @Test
  void what_is_parked_can_be_looked_at_and_redriven() {
    assertThat(run("parked", "list")).startsWith("Nothing is parked that matches.");
    assertThat(run("redrive", "--all", "--reason=to see that the reactions are there"))
        .startsWith("Nothing is parked that matches: nothing was done.");
  }

  private static String run(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    DATABASE.springProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        MessagingCommands.run(
            InventoryServiceApplication.class,
            new PrintWriter(out),
            new PrintWriter(err),
            arguments.toArray(String[]::new));
    assertThat(code).as(out + "" + err).isZero();
    return out.toString();
  }
}
