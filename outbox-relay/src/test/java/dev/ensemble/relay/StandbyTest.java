package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two relays with the same source: one leads, the other says for whom it waits. */
class StandbyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OutboxDatabase database = OutboxDatabase.create();
  private final Map<String, OutboxDatabase> sources = Map.of("orders", database);

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_standby_is_ready_names_the_leader_and_leads_once_that_one_stops() throws Exception {
    RunningRelay leader = RunningRelay.start(sources, Map.of()).awaitStreaming("orders");
    try (RunningRelay standby = RunningRelay.start(sources, Map.of())) {
      await()
          .atMost(PATIENCE)
          .until(() -> status(standby).path("phase").asString().equals("STANDBY"));
      JsonNode waiting = status(standby);
      assertThat(waiting.path("leads").asBoolean()).isFalse();
      assertThat(waiting.path("waitsFor").asString())
          .contains("process " + database.slotColumn("active_pid"));
      assertThat(waiting.has("problem")).isFalse();
      assertThat(waiting.has("oldestUnsentSeconds")).isFalse();
      // Not ready, it would never be let take the leader's place.
      assertThat(standby.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(standby.get("/actuator/prometheus").body())
          .contains("relay_leader{source=\"orders\"} 0.0")
          .contains("relay_unsent_age_seconds{source=\"orders\"} NaN")
          .doesNotContain("relay_slot_retained_bytes{source=\"orders\"} 0.0");
      assertThat(status(leader).path("leads").asBoolean()).isTrue();

      var refused = standby.tell("orders", "recover");
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("tell the relay that leads");

      leader.close();
      standby.awaitStreaming("orders");
      assertThat(status(standby).path("leads").asBoolean()).isTrue();
      assertThat(status(standby).has("waitsFor")).isFalse();
    } finally {
      leader.close();
    }
  }

  private static JsonNode status(RunningRelay relay) throws Exception {
    return RunningRelay.json(relay.get("/actuator/relay/orders"));
  }
}
