package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the packaged relay ends, and what it says then. {@link KilledRelayIT} kills it. */
class RelayProcessIT {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(3);

  @AfterEach
  void dropSlot() {
    await().atMost(Duration.ofSeconds(30)).until(() -> !"t".equals(database.slotColumn("active")));
    database.dropSlot();
  }

  @Test
  void a_clean_stop_ends_with_0_frees_the_slot_and_has_logged_no_password() throws Exception {
    try (RelayProcess relay = RelayProcess.start(database.settings()).awaitStreaming()) {
      database.insert(topic.name(), "k", 1);
      topic.await(1);

      assertThat(relay.terminate()).isZero();
      assertThat(relay.log())
          .contains("Source orders is stopped, 1 events published")
          .doesNotContain(database.database().password(), "ERROR");
      assertThat(database.slotColumn("active")).isEqualTo("f");
    }
  }

  @Test
  void a_lost_connection_ends_with_4_and_one_clear_line() throws Exception {
    try (RelayProcess relay = RelayProcess.start(database.settings()).awaitStreaming()) {
      database.query(
          "SELECT pg_terminate_backend(%s)".formatted(database.slotColumn("active_pid")));

      assertThat(relay.awaitExit()).isEqualTo(ExitCode.FAILED.number());
      assertThat(relay.log().lines().filter(line -> line.contains("ERROR")).toList())
          .singleElement()
          .asString()
          .contains(
              "Source orders has failed; the relay ends with exit code 4", "The stream ended");
    }
  }

  @Test
  void a_set_up_that_would_lose_rows_ends_with_2() throws Exception {
    database.asSuperuser(
        "ALTER PUBLICATION outbox SET TABLE messaging.outbox WHERE (sequence > 1)");

    try (RelayProcess relay = RelayProcess.start(database.settings())) {
      assertThat(relay.awaitExit()).isEqualTo(ExitCode.REFUSED.number());
      assertThat(relay.log()).contains("filters rows, which would never be published");
    }
  }

  @Test
  void a_wrong_setting_ends_with_1_and_names_the_property() throws Exception {
    try (RelayProcess relay =
        RelayProcess.start(database.settings(), "--relay.sources.orders.table=outbox")) {
      assertThat(relay.awaitExit()).isEqualTo(ExitCode.MISCONFIGURED.number());
      assertThat(relay.log()).contains("relay.sources.orders.table is \"outbox\", but must match");
    }
  }
}
