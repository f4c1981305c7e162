package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A source that may not stream keeps none of the others from it. */
class RefusedSourceTest {
  // A source that is refused is looked at every ten seconds.
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FILTER =
      "ALTER PUBLICATION outbox SET TABLE messaging.outbox WHERE (sequence > 1)";

  private final OutboxDatabase good = OutboxDatabase.create();
  private final OutboxDatabase other = OutboxDatabase.create();
  private final OutboxDatabase late = OutboxDatabase.notMigrated();
  private final Topic topic = Topic.create(1);

  @AfterEach
  void dropSlots() {
    good.dropSlot();
    other.dropSlot();
    late.dropSlot();
  }

  @Test
  void a_refused_source_says_why_lets_the_others_stream_and_goes_on_once_it_is_mended()
      throws Exception {
    other.asOwner(FILTER);
    try (RunningRelay relay =
        RunningRelay.start(
            Map.of("good", good, "filtered", other, "late", late),
            Map.of("relay.patience", "1s"))) {
      relay.awaitStreaming("good");
      awaitPhase(relay, "filtered", "REFUSED");
      awaitPhase(relay, "late", "REFUSED");
      good.insert(topic.name(), "k", 1);
      topic.await(1);

      assertThat(status(relay, "filtered").path("problem").asString())
          .contains("it may not stream", "filters rows", "What to do: ALTER PUBLICATION outbox");
      assertThat(status(relay, "late").path("problem").asString())
          .contains("it may not stream", "table messaging.outbox does not exist");
      assertThat(status(relay, "good").has("problem")).isFalse();
      HttpResponse<String> readiness = relay.get("/actuator/health/readiness");
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(relay.get("/actuator/health").body())
          .contains("publication-filter", "SET TABLE messaging.outbox", "let the service migrate");
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(relay.get("/actuator/prometheus").body())
          .contains("relay_refused{source=\"filtered\"} 1.0")
          .contains("relay_refused{source=\"good\"} 0.0");

      other.asOwner("ALTER PUBLICATION outbox SET TABLE messaging.outbox");
      late.asOwner(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
      relay.awaitStreaming("filtered").awaitStreaming("late");
      other.insert(topic.name(), "k", 2);
      topic.await(2);
      late.insert(topic.name(), "k", 3);
      assertThat(Topic.sequences(topic.await(3))).containsExactly(1L, 2L, 3L);
      assertThat(relay.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_process_whose_sources_are_all_refused_ends_with_the_refusal() {
    good.asOwner(FILTER);
    other.asOwner(FILTER);
    try (RunningRelay relay = RunningRelay.start(Map.of("good", good, "other", other), Map.of())) {
      await().atMost(PATIENCE).until(relay::hasCrashed);
      assertThat(relay.crash().exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(relay.crash()).hasMessageContaining("filters rows");
    }
  }

  /** Only the position in Kafka tells it, which is read when the slot is held already. */
  @Test
  void a_source_whose_slot_was_moved_is_let_go_of_again_and_recovers_on_command() throws Exception {
    Map<String, OutboxDatabase> both = Map.of("good", good, "moved", other);
    try (RunningRelay relay = RunningRelay.start(both, Map.of()).awaitStreaming("moved")) {
      other.insert(topic.name(), "k", 1);
      topic.await(1);
      assertThat(relay.hasCrashed()).isFalse();
    }
    other.insert(topic.name(), "k", 2);
    other.moveSlotToTheEnd();

    try (RunningRelay relay = RunningRelay.start(both, Map.of()).awaitStreaming("good")) {
      awaitPhase(relay, "moved", "REFUSED");
      assertThat(status(relay, "moved").path("problem").asString())
          .contains("the rows between the two would be lost", "'recover'");
      assertThat(other.slotColumn("active")).isEqualTo("f");

      HttpResponse<String> answer = relay.tell("moved", "recover");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("now it publishes from the table");
      assertThat(Topic.sequences(topic.await(2))).containsExactly(1L, 2L);
      relay.awaitStreaming("moved");
      other.insert(topic.name(), "k", 3);
      assertThat(Topic.sequences(topic.await(3))).containsExactly(1L, 2L, 3L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  private static void awaitPhase(RunningRelay relay, String source, String phase) {
    await()
        .atMost(PATIENCE)
        .until(() -> status(relay, source).path("phase").asString().equals(phase));
  }

  private static JsonNode status(RunningRelay relay, String source) throws Exception {
    return RunningRelay.json(relay.get("/actuator/relay/" + source));
  }
}
