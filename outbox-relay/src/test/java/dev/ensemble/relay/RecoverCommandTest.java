package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way out where a slot can no longer be used, taken by command. */
class RecoverCommandTest {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void recover_answers_drops_the_slot_and_ends_the_relay_whose_next_start_goes_on()
      throws Exception {
    try (RunningRelay relay = start()) {
      database.insert(topic.name(), "k", 1);
      topic.await(1);

      var answer = relay.tell("orders", "recover");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("its slot is dropped");
      assertThat(database.slotColumn("slot_name")).isNull();
      await().atMost(Duration.ofSeconds(30)).until(relay::hasCrashed);
    }
    database.insert(topic.name(), "k", 2);
    try (RunningRelay relay = start()) {
      assertThat(Topic.sequences(topic.await(2))).containsExactly(1L, 2L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  private RunningRelay start() {
    return RunningRelay.start(Map.of("orders", database), Map.of()).awaitStreaming("orders");
  }
}
