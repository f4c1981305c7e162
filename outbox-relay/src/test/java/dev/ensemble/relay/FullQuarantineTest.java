package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ensemble.relay.Finding.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** So many rows aside that something else is wrong than a row. */
@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class FullQuarantineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);

  FullQuarantineTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_source_with_a_full_quarantine_says_so_waits_and_goes_on_when_there_is_room()
      throws Exception {
    Map<String, String> small = Map.of("max.request.size", "8000");
    try (RunningSource relay = start(small)) {
      insert("one", 1, 1_000);
      await().atMost(PATIENCE).until(() -> relay.source().quarantined().size() == 1_000);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  relay.state().findings().stream()
                      .anyMatch(found -> found.check() == Check.QUARANTINE_FILLS));
      assertThat(problem(relay)).isNull();
      insert("two", 1_001, 10_000);
      await().atMost(PATIENCE).until(() -> relay.source().quarantined().size() == 10_000);
      assertThat(relay.source().quarantinedCount()).isEqualTo(10_000);
      assertThat(relay.source().quarantined(Page.of(null, null))).hasSize(100);
      assertThat(relay.source().quarantined(Page.of(0, 5_000))).hasSize(1_000);
      assertThat(relay.source().quarantined(Page.of(9_990, 100)))
          .isEqualTo(relay.source().quarantined().subList(9_990, 10_000));
      insert("three", 10_001, 10_001);
      awaitThatItWouldBeRead(relay);
      assertThat(relay.source().quarantined()).hasSize(10_000);
      assertThat(problem(relay)).startsWith("it takes no further row: 10000 rows are aside");
      assertThat(relay.hasCrashed()).isFalse();
    }
    try (RunningSource relay = start(Map.of())) {
      awaitThatItWouldBeRead(relay);
      assertThat(relay.source().quarantined()).hasSize(10_000);
      assertThat(topic.read()).isEmpty();
      assertThat(relay.source().retryQuarantined().sent()).hasSize(10_000);

      topic.await(10_001);
      assertThat(problem(relay)).isNull();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /**
   * The server has sent all there is, and the relay has been between two slices some times since.
   */
  private void awaitThatItWouldBeRead(RunningSource relay) {
    String end = database.query("SELECT pg_current_wal_insert_lsn()");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                "t"
                    .equals(
                        database.query(
                            "SELECT sent_lsn >= '%s' FROM pg_stat_replication WHERE pid = %d"
                                .formatted(end, relay.state().readerPid()))));
    for (int step = 0; step < 3; step++) {
      assertThatThrownBy(() -> relay.source().discard(new DiscardOrder("none", "a step", "test")))
          .hasMessageContaining("Nothing is aside");
    }
  }

  private static @Nullable String problem(RunningSource relay) {
    List<SourceState> states = List.of(relay.state());
    return new RelayHealth(states, new Lateness(states, new HealthSettings(PATIENCE)))
        .problem(relay.state());
  }

  private RunningSource start(Map<String, String> kafka) {
    return RunningSource.start(database.settings(), kafka, mode).awaitStreaming();
  }

  /** The first row of the key is too large, and the others wait for it. */
  private void insert(String key, int first, int last) {
    database.asOwner(
        """
        INSERT INTO messaging.outbox
        SELECT gen_random_uuid(), '%s', '%s', 'thing.counted.v1', '/tests/counter', 's',
               '2026-11-21T01:02:03Z', 'c', NULL, n, 'application/json', NULL, NULL,
               convert_to(repeat('x', CASE WHEN n = %d THEN 20000 ELSE 2 END), 'UTF8')
          FROM generate_series(%d, %d) AS n
        """
            .formatted(topic.name(), key, first, first, last));
  }
}
