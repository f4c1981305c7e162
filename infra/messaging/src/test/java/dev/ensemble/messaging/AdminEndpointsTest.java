package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.unheardOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the management port answers about what is parked, and does with it. */
class AdminEndpointsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WHO = "\"by\":\"ada\",\"reason\":\"ticket 7\"";

  private static Shop shop;
  private static Lot lot;
  private static HttpClient http;

  @BeforeAll
  static void open() {
    http = HttpClient.newHttpClient();
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
                "parked,redrive,discard,inbox"));
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    http.close();
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @Test
  void a_list_tells_all_but_what_may_be_somebodys_data() throws Exception {
    lot.poison("jane", 1);
    lot.take(event("jane", 1), event("jane", 2), unheardOf("b", 3));

    JsonNode list = ok(get("parked"));

    assertThat(texts(list, "kind")).containsExactly("FAILED", "BEHIND", "UNREADABLE");
    JsonNode culprit = list.path("events").get(0);
    assertThat(culprit.path("type").asString()).isEqualTo(Shop.COUNTED);
    assertThat(culprit.path("offset").asLong()).isEqualTo(1);
    assertThat(culprit.path("attempts").asInt()).isEqualTo(1);
    assertThat(culprit.path("reason").asString()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(culprit.path("key").asString())
        .isEqualTo(list.path("events").get(1).path("key").asString())
        .isNotEqualTo(list.path("events").get(2).path("key").asString());
    assertThat(list.toString()).doesNotContain("jane");
    assertThat(get("parked?payload=hidden").body()).doesNotContain("jane", "#", "Exception");
    assertThat(get("parked?payload=shown").body()).contains("the shop is closed to jane");
  }

  @Test
  void pages_follow_each_other_either_way_and_a_filter_chooses() throws Exception {
    for (int i = 1; i <= 5; i++) {
      lot.take(unheardOf("k" + i, i));
    }

    JsonNode first = ok(get("parked?limit=2"));
    JsonNode second = ok(get("parked?limit=2&beyond=" + first.path("next").asLong()));
    JsonNode newest = ok(get("parked?limit=3&order=newest"));
    JsonNode oldest = ok(get("parked?limit=3&order=newest&beyond=" + newest.path("next").asLong()));

    assertThat(texts(first, "offset")).containsExactly("1", "2");
    assertThat(texts(second, "offset")).containsExactly("3", "4");
    assertThat(texts(newest, "offset")).containsExactly("5", "4", "3");
    assertThat(texts(oldest, "offset")).containsExactly("2", "1");
    assertThat(oldest.hasNonNull("next")).isFalse();
    assertThat(texts(ok(get("parked?key=k3")), "offset")).containsExactly("3");
    assertThat(texts(ok(get("parked?type=none")), "offset")).isEmpty();
  }

  @Test
  void groups_count_what_is_alike() throws Exception {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2), unheardOf("b", 3), unheardOf("c", 4));

    JsonNode kinds = ok(get("parked?groupBy=kind"));
    JsonNode keys = ok(get("parked?groupBy=key&payload=shown"));

    assertThat(kinds.path("groups").valueStream().map(AdminEndpointsTest::countOf))
        .containsExactly("2 unreadable", "1 failed", "1 behind");
    assertThat(keys.path("groups").valueStream().map(AdminEndpointsTest::countOf))
        .containsExactly("2 a", "1 b", "1 c");
    assertThat(get("parked?groupBy=key").body()).doesNotContain("\"a\"");
    assertThat(get("parked?groupBy=reason").statusCode()).isEqualTo(400);
  }

  @Test
  void one_event_is_shown_masked_unless_more_is_asked_for() throws Exception {
    lot.poison("jane", 1);
    lot.take(event("jane", 1));
    long number = number(1);

    JsonNode masked = ok(get("parked/" + number));
    JsonNode hidden = ok(get("parked/" + number + "?payload=hidden"));
    JsonNode shown = ok(get("parked/" + number + "?payload=shown"));

    assertThat(masked.path("payload").path("orderId").asString()).isEqualTo("<string of 4>");
    assertThat(masked.path("payload").path("amount").asString()).isEqualTo("<number of 1>");
    assertThat(headers(masked)).contains("ce_type=" + Shop.COUNTED);
    assertThat(masked.toString()).doesNotContain("jane");
    assertThat(hidden.hasNonNull("payload")).isFalse();
    assertThat(hidden.path("payloadBytes").asInt()).isEqualTo(29);
    assertThat(hidden.toString()).doesNotContain("jane", "orderId");
    assertThat(shown.path("payload").asString()).isEqualTo("{\"orderId\":\"jane\",\"amount\":1}");
    assertThat(get("parked/" + number + "?payload=naked").statusCode()).isEqualTo(400);
    assertThat(get("parked/0").statusCode()).isEqualTo(404);
  }

  @Test
  void a_redrive_answers_per_event_what_it_did() throws Exception {
    lot.poison("a", 2);
    lot.take(event("a", 1), event("a", 2), event("a", 3), event("a", 4));
    long number = number(2);
    lot.poison("a", 3);

    JsonNode dry = ok(post("redrive", "{\"all\":true,\"dryRun\":true," + WHO + "}"));
    assertThat(texts(dry, "outcome")).containsExactly("SELECTED", "SELECTED", "SELECTED");
    assertThat(lot.effects()).containsExactly("a 1");

    JsonNode done = ok(post("redrive", "{\"key\":\"a\",\"dryRun\":false," + WHO + "}"));
    assertThat(texts(done, "outcome")).containsExactly("APPLIED", "FAILED", "NOT_REACHED");
    assertThat(done.path("complete").asBoolean()).isFalse();
    assertThat(done.path("outcomes").path("FAILED").asInt()).isEqualTo(1);
    assertThat(done.toString()).contains("IllegalArgumentException").doesNotContain("closed to a");
    assertThat(lot.effects()).containsExactly("a 1", "a 2");
    assertThat(lot.audit())
        .containsExactly("ada from 127.0.0.1 applied 2", "ada from 127.0.0.1 failed 3");

    HttpResponse<String> past = get("parked/" + number);
    assertThat(past.statusCode()).isEqualTo(410);
    assertThat(past.body()).contains("APPLIED", "ticket 7");
  }

  @Test
  void a_discard_does_exactly_what_is_said() throws Exception {
    lot.take(unheardOf("a", 1), event("a", 2), unheardOf("b", 3));

    JsonNode done =
        ok(post("discard", "{\"number\":" + number(1) + ",\"dryRun\":false," + WHO + "}"));

    assertThat(texts(done, "outcome")).containsExactly("DISCARDED");
    assertThat(lot.parked()).containsExactly("behind a 2", "unreadable b 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exactly one of | {'dryRun':false,'by':'ada','reason':'r'}",
        "exactly one of | {'all':true,'key':'a','dryRun':false,'by':'ada','reason':'r'}",
        "dryRun | {'all':true,'by':'ada','reason':'r'}",
        "dryRun | {'all':true,'dryrun':true,'by':'ada','reason':'r'}",
        "say who | {'all':true,'dryRun':false,'reason':'r'}",
        "say who | {'all':true,'dryRun':false,'by':'ada'}",
        "in one line | {'all':true,'dryRun':false,'by':'ada','reason':' '}",
        "at once | {'all':true,'dryRun':false,'by':'ada','reason':'r','limit':0}",
        "hidden, masked | {'all':true,'dryRun':false,'by':'ada','reason':'r','payload':'naked'}",
        "UUID | {'id':'1-1-1-1-1','dryRun':false,'by':'ada','reason':'r'}"
      })
  void what_is_not_said_clearly_is_refused_and_does_nothing(String why, String body)
      throws Exception {
    lot.take(unheardOf("a", 1));

    for (String action : List.of("redrive", "discard")) {
      HttpResponse<String> refused = post(action, body.replace('\'', '"'));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      assertThat(JSON.readTree(refused.body()).path("detail").asString()).contains(why);
    }
    assertThat(lot.parked()).containsExactly("unreadable a 1");
    assertThat(lot.audit()).isEmpty();
  }

  @Test
  void an_outage_amid_it_is_503_and_names_what_was_not_reached() throws Exception {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2));
    shop.behaviour()
        .after(
            one -> {
              if (one.amount() == 2) {
                throw new QueryTimeoutException("away");
              }
            });

    HttpResponse<String> cut = post("redrive", "{\"all\":true,\"dryRun\":false," + WHO + "}");

    assertThat(cut.statusCode()).isEqualTo(503);
    JsonNode report = JSON.readTree(cut.body());
    assertThat(texts(report, "outcome")).containsExactly("APPLIED", "NOT_REACHED");
    assertThat(report.path("cutOff").asBoolean()).isTrue();
    assertThat(lot.parked()).containsExactly("behind a 2");
  }

  @Test
  void the_status_tells_what_is_parked_and_how_near_that_is_to_the_limits() throws Exception {
    lot.take(unheardOf("a", 1), event("a", 2), unheardOf("b", 3));

    JsonNode status = ok(get("inbox"));

    assertThat(status.path("consumer").asString()).isEqualTo("shop");
    JsonNode parked = status.path("parked");
    assertThat(parked.path("events").asInt()).isEqualTo(3);
    assertThat(parked.path("eventsMax").asInt()).isEqualTo(10_000);
    assertThat(parked.path("keys").asInt()).isEqualTo(2);
    assertThat(parked.path("mostOfOneKey").asInt()).isEqualTo(2);
    assertThat(parked.path("byKind").path("UNREADABLE").asInt()).isEqualTo(2);
    assertThat(parked.path("oldest").asString()).isNotEmpty();
    assertThat(status.path("workers").get(0).path("running").asBoolean()).isFalse();
  }

  /** A page in a browser can send a form anywhere, and can come by a name of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "127.0.0.1.example", "localhost.example:80"})
  void another_name_than_this_machines_own_is_refused(String name) throws Exception {
    lot.take(unheardOf("a", 1));

    assertThat(raw("GET /actuator/parked", name, "")).startsWith("HTTP/1.1 401");
    assertThat(raw("POST /actuator/discard", name, "{\"all\":true,\"dryRun\":false," + WHO + "}"))
        .startsWith("HTTP/1.1 401");
    assertThat(lot.parked()).hasSize(1);
  }

  @Test
  void what_a_browser_sends_without_asking_first_is_refused() throws Exception {
    lot.take(unheardOf("a", 1));
    String body = "{\"all\":true,\"dryRun\":false," + WHO + "}";

    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      assertThat(send("discard", "POST", body, "Content-Type", type).statusCode()).isEqualTo(415);
    }
    assertThat(
            send("discard", "OPTIONS", "", "Origin", "http://x", "Content-Type", "text/plain")
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .isEmpty();
    assertThat(lot.parked()).hasSize(1);
  }

  private static String countOf(JsonNode group) {
    return group.path("events").asString() + " " + group.path("value").asString();
  }

  private static List<String> headers(JsonNode content) {
    return content
        .path("headers")
        .valueStream()
        .map(one -> one.path("name").asString() + "=" + one.path("value").asString())
        .toList();
  }

  private static List<String> texts(JsonNode answer, String field) {
    return answer.path("events").valueStream().map(one -> one.path(field).asString()).toList();
  }

  private static JsonNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static long number(int offset) {
    return shop.superuser()
        .sql("SELECT number FROM messaging.parked_events WHERE record_offset = ?")
        .param(offset)
        .query(Long.class)
        .single();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(path, "GET", "");
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(path, "POST", body, "Content-Type", "application/json");
  }

  private static HttpResponse<String> send(
      String path, String method, String body, String... headers) throws Exception {
    URI url = URI.create("http://127.0.0.1:%d/actuator/%s".formatted(shop.managementPort(), path));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** With a Host header of one's own, which the JDK's client does not allow. */
  private static String raw(String what, String host, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.managementPort())) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(what, host, bytes.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
