package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/**
 * Rows that wait for too long are told of, from what the relay has read as from what it has not.
 */
@ExtendWith(OutputCaptureExtension.class)
class LatenessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OutboxDatabase database = OutboxDatabase.create();

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  private RunningRelay start(Map<String, String> more) {
    return RunningRelay.start(Map.of("orders", database), more).awaitStreaming("orders");
  }

  @ParameterizedTest
  @EnumSource(Delivery.Mode.class)
  void a_broker_that_takes_no_row_shows_in_health_until_it_takes_it(
      Delivery.Mode mode, CapturedOutput output) throws Exception {
    // The client waits for a topic that nobody has made, as it does for a broker out of reach.
    Topic missing = Topic.named();
    try (RunningRelay relay =
        start(
            Map.of(
                "relay.delivery",
                mode.name(),
                // So rare that what the slot tells comes far too late: this is for what was read.
                "relay.heartbeat",
                "60s",
                "relay.health.oldest-unsent",
                "1s",
                "relay.kafka.properties.max.block.ms",
                "60000"))) {
      assertThat(relay.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      database.insert(missing.name(), "k", 1);

      await().atMost(PATIENCE).until(() -> output.getOut().contains("Source orders is late"));
      HttpResponse<String> health = relay.get("/actuator/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body())
          .contains("its oldest unsent row has waited for")
          .contains("longer than relay.health.oldest-unsent (1 s)");
      assertThat(unsentSeconds(relay)).isBetween(1.0, 60.0);
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

      missing.make(1);
      missing.await(1);
      await().atMost(PATIENCE).until(() -> output.getOut().contains("Source orders has caught up"));
      assertThat(relay.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> unsentSeconds(relay) == 0);
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertThat(output.getOut().lines().filter(line -> line.contains("Source orders is late")))
        .hasSize(1);
  }

  @Test
  void a_pause_shows_in_health_though_nothing_is_read_and_is_no_stall(CapturedOutput output)
      throws Exception {
    Duration stallAfter = Duration.ofSeconds(6);
    try (RunningRelay relay =
        start(
            Map.of(
                "relay.delivery",
                "at-least-once",
                "relay.health.oldest-unsent",
                "1s",
                "relay.stall-after",
                stallAfter.toString()))) {
      assertThat(relay.tell("orders", "pause").statusCode()).isEqualTo(200);

      await().atMost(PATIENCE).until(() -> output.getOut().contains("Source orders is late"));
      assertThat(relay.get("/actuator/health").body()).contains("it is paused");
      // Not before heartbeats explain it no more.
      assertThat(unsentSeconds(relay)).isGreaterThan(3 * (0.5 + 2));
      await().atMost(PATIENCE).until(() -> unsentSeconds(relay) > stallAfter.toSeconds() + 3);
      assertThat(relay.hasCrashed()).isFalse();

      relay.tell("orders", "resume");
      await().atMost(PATIENCE).until(() -> output.getOut().contains("Source orders has caught up"));
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_late_source_that_fails_has_not_caught_up(CapturedOutput output) {
    SourceState state = new SourceState("failing");
    Lateness lateness = new Lateness(List.of(state), new HealthSettings(Duration.ofSeconds(1)));
    state.enter(SourceState.Phase.STREAMING);
    state.oldestInHand(0);
    assertThat(lateness.runOnce()).isEqualTo(1);
    assertThat(lateness.runOnce()).isZero();

    state.enter(SourceState.Phase.FAILED);

    assertThat(lateness.runOnce()).isZero();
    assertThat(output).contains("Source failing is late").doesNotContain("caught up");
  }

  private static double unsentSeconds(RunningRelay relay) throws Exception {
    JsonNode status = RunningRelay.json(relay.get("/actuator/relay/orders"));
    return status.path("oldestUnsentSeconds").asDouble();
  }
}
