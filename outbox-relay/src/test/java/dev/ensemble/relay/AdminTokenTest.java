package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who may ask the admin endpoint. */
@ExtendWith(OutputCaptureExtension.class)
class AdminTokenTest {
  private static final String TOKEN = "canary-0123456789-0123456789-0123456789";
  private static final String PATH = "/actuator/relay";

  // Never migrated: the port alone is asked here.
  private final OutboxDatabase database = OutboxDatabase.notMigrated();
  @TempDir private Path folder;

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  private RunningRelay start(Map<String, String> more) {
    return RunningRelay.start(Map.of("orders", database), more);
  }

  @Test
  void an_open_address_without_a_token_is_refused(CapturedOutput output) {
    assertThatThrownBy(() -> start(Map.of("server.address", "0.0.0.0")).close())
        .hasStackTraceContaining("relay.admin.token");
    assertThat(output).contains("APPLICATION FAILED TO START", "Set relay.admin.token");
  }

  @Test
  void a_port_of_its_own_on_every_address_is_refused_without_a_token() {
    assertThatThrownBy(() -> start(Map.of("management.server.port", "0")).close())
        .hasStackTraceContaining("every address");
  }

  @Test
  void with_a_token_every_admin_call_shows_it_and_health_stays_open(CapturedOutput output)
      throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (RunningRelay relay =
        start(Map.of("server.address", "0.0.0.0", "relay.admin.token-file", file.toString()))) {
      for (String wrong : new String[] {"", TOKEN, "Bearer", "Bearer " + TOKEN + "x", "Basic x"}) {
        String[] header = wrong.isEmpty() ? new String[0] : new String[] {"Authorization", wrong};
        var refused = relay.get(PATH, header);
        assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(refused.body()).doesNotContain("orders");
        assertThat(relay.post(PATH + "/orders", "{\"command\":\"pause\"}", header).statusCode())
            .isEqualTo(401);
        assertThat(relay.get(PATH + "/nobody", header).statusCode()).isEqualTo(401);
      }
      assertThat(relay.get(PATH, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(relay.get("/actuator/prometheus").statusCode()).isEqualTo(200);
    }
    assertThat(output).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"canary-too-short", "canary ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß"})
  void a_token_that_is_none_is_refused_without_being_printed(String token, CapturedOutput output)
      throws IOException {
    Path file = Files.writeString(folder.resolve("token"), token);

    assertThatThrownBy(() -> start(Map.of("relay.admin.token-file", file.toString())).close())
        .hasStackTraceContaining("relay.admin.token has");
    assertThat(output).contains("relay.admin.token has").doesNotContain("canary");
  }

  @Test
  void a_short_token_in_a_property_is_not_printed_either(CapturedOutput output) {
    assertThatThrownBy(() -> start(Map.of("relay.admin.token", "canary-too-short")).close())
        .hasStackTraceContaining("relay.admin.token has fewer than 32");
    assertThat(output).doesNotContain("canary");
  }

  @Test
  void without_a_token_a_page_that_calls_itself_by_another_name_is_refused() throws Exception {
    try (RunningRelay relay = start(Map.of())) {
      assertThat(statusFor(relay.url(), "attacker.example")).isEqualTo("HTTP/1.1 401 ");
      assertThat(statusFor(relay.url(), "localhost:8114")).isEqualTo("HTTP/1.1 200 ");
      assertThat(statusFor(relay.url(), "[::1]")).isEqualTo("HTTP/1.1 200 ");
    }
  }

  /** Java's client would not send a name of our own choice. */
  private static String statusFor(URI url, String host) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(PATH, host)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(0, answer.indexOf('\r'));
    }
  }
}
