package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The admin endpoint of a relay with two sources, one of which waits for its table. */
class RelayAdminTest {
  private static final String PATH = "/actuator/relay";
  private static OutboxDatabase orders;
  private static OutboxDatabase payments;
  private static OutboxDatabase late;
  private static RunningRelay relay;

  @BeforeAll
  static void start() {
    orders = OutboxDatabase.create();
    payments = OutboxDatabase.create();
    late = OutboxDatabase.notMigrated();
    relay =
        RunningRelay.start(Map.of("orders", orders, "payments", payments, "late", late), Map.of())
            .awaitStreaming("orders")
            .awaitStreaming("payments");
  }

  @AfterAll
  static void stop() {
    relay.close();
    orders.dropSlot();
    payments.dropSlot();
  }

  @Test
  void status_tells_how_every_source_is() throws Exception {
    Topic topic = Topic.create(1);
    payments.insert(topic.name(), "k", 1);
    topic.await(1);

    HttpResponse<String> answer = relay.get(PATH);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(payments.database().password());
    JsonNode sources = RunningRelay.json(answer).path("sources");
    assertThat(sources.valueStream().map(source -> source.path("source").asString()))
        .containsExactly("late", "orders", "payments");
    JsonNode waiting = sources.get(0);
    assertThat(waiting.path("phase").asString()).isEqualTo("STARTING");
    assertThat(waiting.path("leads").asBoolean()).isFalse();
    assertThat(waiting.path("waitsFor").asString()).contains("messaging.outbox");
    assertThat(waiting.path("problem").asString()).contains("messaging.outbox");
    JsonNode streaming = sources.get(2);
    assertThat(streaming.path("phase").asString()).isEqualTo("STREAMING");
    assertThat(streaming.path("leads").asBoolean()).isTrue();
    assertThat(streaming.has("problem")).isFalse();
    assertThat(streaming.path("slot").path("name").asString()).isEqualTo(payments.slot());
    assertThat(streaming.path("slot").path("retainedBytes").asLong()).isPositive();
    assertThat(streaming.path("published").path("events").asLong()).isPositive();
    assertThat(streaming.path("published").path("bytes").asLong()).isPositive();
    assertThat(streaming.path("published").path("latencyP99Millis").asDouble())
        .isBetween(0.0, 60_000.0);
    assertThat(streaming.path("oldestUnsentSeconds").isNumber()).isTrue();
    assertThat(streaming.path("quarantinedCount").asInt()).isZero();
  }

  @Test
  void a_paused_source_publishes_nothing_and_the_others_go_on() throws Exception {
    Topic paused = Topic.create(1);
    Topic other = Topic.create(1);
    orders.insert(paused.name(), "k", 1);
    paused.await(1);

    assertThat(relay.tell("orders", "pause").body()).contains("takes no further row");
    assertThat(relay.tell("orders", "pause").body()).contains("was paused already");
    for (int n = 2; n <= 4; n++) {
      orders.insert(paused.name(), "k", n);
      payments.insert(other.name(), "k", n);
      other.await(n - 1);
    }
    assertThat(Topic.sequences(paused.read())).containsExactly(1L);
    assertThat(RunningRelay.json(relay.get(PATH + "/orders")).path("paused").asBoolean()).isTrue();
    // Held all the while, so that no standby takes over.
    assertThat(orders.slotColumn("active")).isEqualTo("t");

    assertThat(relay.tell("orders", "resume").body()).contains("it goes on");
    assertThat(relay.tell("orders", "resume").body()).contains("was not paused");
    assertThat(Topic.sequences(paused.await(4))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(relay.hasCrashed()).isFalse();
  }

  @Test
  void a_retry_without_quarantined_rows_says_so() throws Exception {
    JsonNode answer = RunningRelay.json(relay.tell("orders", "retry"));

    assertThat(answer.path("done").asString()).startsWith("0 rows are published, 0 stay");
    assertThat(answer.path("sent").isArray()).isTrue();
    assertThat(answer.path("kept").isArray()).isTrue();
    assertThat(RunningRelay.json(relay.get(PATH + "/orders")).path("quarantined").isArray())
        .isTrue();
  }

  @Test
  void what_a_source_cannot_do_now_is_refused_with_the_reason() throws Exception {
    HttpResponse<String> answer = relay.tell("late", "pause");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(RunningRelay.json(answer).path("detail").asString())
        .isEqualTo("Source late does not stream now: it is STARTING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"row\":\"x\"",
        "\"row\":\"x\",\"reason\":\" \",\"by\":\"ann\"",
        "\"reason\":\"why\",\"by\":\"ann\"",
        "\"row\":\"x\",\"by\":\"ann\",\"reason\":\"one\\ntwo\""
      })
  void a_discard_that_does_not_say_what_and_why_on_a_line_is_refused(String rest) throws Exception {
    HttpResponse<String> answer =
        relay.post(PATH + "/orders", "{\"command\":\"discard\",%s}".formatted(rest));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).containsAnyOf("A discard needs", "on one line");
  }

  @Test
  void an_unknown_source_is_not_found() throws Exception {
    for (HttpResponse<String> answer :
        List.of(relay.get(PATH + "/order"), relay.tell("order", "pause"))) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("There is no source order", "late, orders, payments");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"command\":\"stop\"}", "{\"command\":null}", "{\"do\":\"pause\"}", "{"})
  void a_body_without_a_known_command_is_refused(String body) throws Exception {
    assertThat(relay.post(PATH + "/orders", body).statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_command_is_told_the_known_ones() throws Exception {
    assertThat(relay.tell("orders", "stop").body()).contains("pause", "resume", "retry", "recover");
  }

  @Test
  void liveness_does_not_mind_a_source_that_waits() throws Exception {
    assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
    assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }
}
