package dev.ensemble.messaging;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody comes in by a management port that others reach, unless he shows the token. */
class AdminTokenTest {
  private static final String TOKEN = "canary-0123456789-0123456789-0123456789";
  private static final TestDatabase DATABASE = TestDatabase.create("shop");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The application's own port, whatever address that has.
        "server.address=127.0.0.1 management.server.port=" + Shop.UNSET,
        "management.server.address=0.0.0.0 management.server.port=0",
        // No address at all is every address.
        "management.server.port=0"
      })
  void a_port_that_others_reach_is_refused_at_the_start_without_a_token(String settings) {
    assertThatThrownBy(() -> open(settings).close())
        .hasStackTraceContaining("ensemble.messaging.admin.token")
        .hasStackTraceContaining("could discard events");
  }

  @Test
  void what_is_not_exposed_needs_no_token() {
    Map<String, String> settings = new LinkedHashMap<>(Map.of(Shop.PORT, "0"));
    settings.put("management.endpoints.web.exposure.include", "health");

    try (Shop shop = Shop.open(DATABASE, settings)) {
      assertThat(shop.bean(ParkedEvents.class).list(Lot.ALL, ParkedPage.first())).isEmpty();
    }
  }

  @Test
  void with_a_token_every_call_shows_it_and_health_stays_open() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (Shop shop =
            open(
                "management.server.address=0.0.0.0 management.server.port=0"
                    + " ensemble.messaging.admin.token-file="
                    + file);
        HttpClient http = HttpClient.newHttpClient()) {
      for (String path : List.of("parked", "parked/1", "inbox", "redrive", "discard")) {
        for (String wrong :
            List.of("", TOKEN, "Bearer", "Bearer " + TOKEN + "x", "Basic " + TOKEN)) {
          HttpResponse<String> refused = send(http, shop, path, wrong);
          assertThat(refused.statusCode()).as(path + " " + wrong).isEqualTo(401);
          assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
          assertThat(refused.body()).doesNotContain("canary", "shop");
        }
      }
      assertThat(send(http, shop, "parked", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
      assertThat(send(http, shop, "redrive", "Bearer " + TOKEN).statusCode()).isEqualTo(400);
      assertThat(send(http, shop, "health", "").statusCode()).isEqualTo(200);
      assertThat(shop.bean(MessagingProperties.class).toString()).doesNotContain("canary");
    }
  }

  @Test
  void who_says_that_something_else_asks_callers_is_believed() throws Exception {
    try (Shop shop =
            open(
                "management.server.address=0.0.0.0 management.server.port=0"
                    + " ensemble.messaging.admin.protected-elsewhere=true");
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(send(http, shop, "parked", "").statusCode()).isEqualTo(200);
    }
  }

  /** A page in a browser on this machine can send such headers, and is believed with them. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "native", "framework"})
  void no_header_says_by_which_name_this_machine_was_asked(String strategy) throws Exception {
    String settings =
        "management.server.address=127.0.0.1 management.server.port=0"
            + " server.forward-headers-strategy="
            + strategy;
    try (Shop shop = open(settings)) {
      assertThat(raw(shop, "Host: localhost:%d".formatted(shop.managementPort())))
          .startsWith("HTTP/1.1 200");
      for (String headers :
          List.of(
              "Host: evil.example",
              "Host: evil.example\r\nX-Forwarded-Host: localhost",
              "Host: evil.example\r\nForwarded: host=localhost",
              "Host: localhost\r\nX-Forwarded-For: 10.0.0.1",
              "Host: localhost\r\nX-Forwarded-Proto: https",
              "Host: localhost\r\nForwarded: for=10.0.0.1")) {
        assertThat(raw(shop, headers)).as(headers).startsWith("HTTP/1.1 401");
      }
    }
  }

  /** With a Host header of one's own, which the JDK's client does not allow. */
  private static String raw(Shop shop, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.managementPort())) {
      String request = "GET /actuator/parked HTTP/1.1\r\n" + headers + "\r\n";
      socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static Shop open(String settings) {
    Map<String, String> all = new LinkedHashMap<>(Map.of(Shop.PORT, "0"));
    all.put("management.endpoints.web.exposure.include", "health,parked,redrive,discard,inbox");
    all.put("management.endpoint.health.show-details", "never");
    for (String setting : settings.split(" ", -1)) {
      String[] parts = setting.split("=", 2);
      all.put(parts[0], parts[1]);
    }
    return Shop.open(DATABASE, all);
  }

  private static HttpResponse<String> send(
      HttpClient http, Shop shop, String path, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d/actuator/%s".formatted(shop.managementPort(), path)));
    if (path.equals("redrive") || path.equals("discard")) {
      request
          .POST(HttpRequest.BodyPublishers.ofString("{\"all\":true}"))
          .header("Content-Type", "application/json");
    }
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
