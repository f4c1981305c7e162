package dev.ensemble.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomersTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void a_password_that_cannot_be_read_is_one_sentence() {
    assertThat(run(folder.resolve("nowhere"), "http://127.0.0.1:1")).isEqualTo(ExitCode.REFUSED);
    assertThat(said.toString(UTF_8))
        .startsWith("the password of reader cannot be read: ")
        .hasLineCount(1);
  }

  @Test
  void an_address_that_is_none_is_one_sentence() throws Exception {
    Path password = Files.writeString(folder.resolve("reader"), "not-a-secret\n");

    assertThat(run(password, "order-service:8101")).isEqualTo(ExitCode.REFUSED);
    assertThat(said.toString(UTF_8)).contains("not a service's address: 'order-service:8101'");
  }

  private int run(Path password, String orders) {
    List<String> arguments = new ArrayList<>(List.of("--orders-at", orders));
    for (String option : List.of("--payments-at", "--inventory-at")) {
      arguments.addAll(List.of(option, "http://127.0.0.1:1"));
    }
    for (String option : List.of("--orders-in", "--payments-in", "--inventory-in")) {
      arguments.addAll(List.of(option, "jdbc:postgresql://127.0.0.1:1/none"));
    }
    arguments.addAll(List.of("--kafka", "127.0.0.1:1", "--password-file", password.toString()));
    Screen screen = new Screen(new PrintStream(said, true, UTF_8), false);
    return Customers.commandLine(screen).execute(arguments.toArray(String[]::new));
  }
}
