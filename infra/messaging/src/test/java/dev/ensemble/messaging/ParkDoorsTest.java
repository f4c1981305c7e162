package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.admin.MessagingCommands;
import dev.ensemble.testkit.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both doors to the order that an event be parked. */
class ParkDoorsTest {
  private static Shop shop;
  private static Lot lot;

  @BeforeAll
  static void open() {
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of(
                Shop.PORT,
                "0",
                "management.server.port",
                "0",
                "management.server.address",
                "127.0.0.1",
                "management.endpoints.web.exposure.include",
                "park",
                // What is written is committed by whoever writes it, not by the connection.
                "spring.datasource.hikari.auto-commit",
                "false"));
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @Test
  void the_endpoint_says_what_came_of_it() throws Exception {
    UUID parked = parked("a", 1);
    UUID actedOn = actedOn("b", 2);

    HttpResponse<String> known = post("{\"id\":\"%s\",\"waitSeconds\":0,%s}", parked);
    HttpResponse<String> settled = post("{\"id\":\"%s\",\"waitSeconds\":0,%s}", actedOn);
    HttpResponse<String> ordered = post("{\"id\":\"%s\",\"waitSeconds\":0,%s}", UUID.randomUUID());

    assertThat(known.statusCode()).as(known.body()).isEqualTo(200);
    assertThat(known.body()).contains("\"PARKED\"", "\"number\":");
    assertThat(settled.statusCode()).isEqualTo(200);
    assertThat(settled.body()).contains("\"SETTLED\"");
    assertThat(ordered.statusCode()).isEqualTo(202);
    assertThat(lot.texts("SELECT actor || ': ' || reason FROM messaging.park_orders"))
        .containsExactly("ada from 127.0.0.1: ticket 7");
  }

  @Test
  void what_is_not_said_clearly_is_refused_and_leaves_no_order() throws Exception {
    UUID id = UUID.randomUUID();
    for (String body :
        List.of(
            "{}",
            "{\"id\":\"%s\"}".formatted(id),
            "{\"id\":\"17\",\"by\":\"ada\",\"reason\":\"x\"}",
            "{\"id\":\"%s\",\"waitSeconds\":61,\"by\":\"ada\",\"reason\":\"x\"}".formatted(id))) {
      assertThat(send(body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(run("park", "--reason=x")).startsWith("2 ");
    assertThat(run("park", "--id=17", "--reason=x")).startsWith("2 the id is a UUID");
    assertThat(run("park", "--id=" + id, "--reason=x", "--wait=61")).startsWith("2 ");
    assertThat(lot.texts("SELECT actor FROM messaging.park_orders")).isEmpty();
  }

  @Test
  void the_command_ends_with_0_where_it_is_parked_and_with_1_where_it_is_not() {
    assertThat(run("park", "--id=" + parked("a", 1), "--reason=x"))
        .startsWith("0 Parked as number");
    assertThat(run("park", "--id=" + actedOn("b", 2), "--reason=x"))
        .startsWith("1 It took effect or was discarded before");
    assertThat(run("park", "--id=" + UUID.randomUUID(), "--reason=x", "--wait=0", "--by=ada"))
        .startsWith("1 Nothing came of it yet.");
    assertThat(lot.texts("SELECT actor FROM messaging.park_orders")).containsExactly("ada");
  }

  private static UUID parked(String key, int number) {
    lot.poison(key, number);
    return actedOn(key, number);
  }

  private static UUID actedOn(String key, int number) {
    ConsumerRecord<byte[], byte[]> record = event(key, number);
    lot.take(record);
    return UUID.fromString(
        new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> post(String body, UUID id) throws Exception {
    return send(body.formatted(id, "\"by\":\"ada\",\"reason\":\"ticket 7\""));
  }

  private static HttpResponse<String> send(String body) throws Exception {
    URI url = URI.create("http://127.0.0.1:%d/actuator/park".formatted(shop.managementPort()));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    Shop.settings(shop.database)
        .forEach((name, value) -> all.add("--%s=%s".formatted(name, value)));
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int code = MessagingCommands.run(Shop.Application.class, out, out, all.toArray(String[]::new));
    return code + " " + said;
  }
}
