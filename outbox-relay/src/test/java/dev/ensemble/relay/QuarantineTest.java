package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.relay.SourceControl.RetryResult;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that cannot be sent hold up their own key and nothing else. */
@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class QuarantineTest {
  private static final String KEY = "order-1";
  private static final String OTHER = "order-2";

  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);

  QuarantineTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_row_that_is_too_large_waits_with_its_key_until_it_is_sent_on_command() throws Exception {
    Map<String, String> small = Map.of("max.request.size", "8000");
    try (RunningSource relay = start(small)) {
      database.insert(topic.name(), KEY, 1);
      insertLarge(KEY, 2);
      database.insert(topic.name(), KEY, 3);
      database.insert(topic.name(), OTHER, 4);

      assertThat(Topic.sequences(topic.await(2))).containsExactly(1L, 4L);
      assertThat(relay.source().quarantined())
          .extracting(Quarantined::key)
          .containsExactly(KEY, KEY);
      assertThat(relay.source().quarantined().getFirst().reason())
          .contains("more than max.request.size (8000)");
      RetryResult inVain = relay.source().retryQuarantined();
      assertThat(inVain.sent()).isEmpty();
      assertThat(inVain.kept()).hasSize(2);
      assertThat(relay.hasCrashed()).isFalse();
    }
    // Remembered over a restart, and in force for what comes after it.
    try (RunningSource relay = start(Map.of())) {
      database.insert(topic.name(), KEY, 5);
      database.insert(topic.name(), OTHER, 6);
      assertThat(Topic.sequences(topic.awaitDistinct(3))).containsExactly(1L, 4L, 6L);
      assertThat(relay.source().quarantined()).hasSize(3);

      RetryResult result = relay.source().retryQuarantined();
      assertThat(result.sent()).hasSize(3);
      assertThat(result.kept()).isEmpty();
      database.insert(topic.name(), KEY, 7);
      assertThat(Topic.sequences(topic.awaitDistinct(7)))
          .containsExactly(1L, 4L, 6L, 2L, 3L, 5L, 7L);
      assertThat(relay.source().quarantined()).isEmpty();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** Only the broker knows its limit: the relay ends as after any failed send, but once. */
  @Test
  void a_row_that_the_broker_refuses_is_set_aside_by_the_next_start() throws Exception {
    topic.limitTo(8_000);
    try (RunningSource relay = start(Map.of())) {
      insertLarge(KEY, 1);
      database.insert(topic.name(), KEY, 2);
      assertThat(relay.awaitCrash()).isInstanceOf(RowRefused.class);
    }
    try (RunningSource relay = start(Map.of())) {
      database.insert(topic.name(), OTHER, 3);
      assertThat(Topic.sequences(topic.awaitDistinct(1))).containsExactly(3L);
      assertThat(relay.source().quarantined()).hasSize(2);

      topic.limitTo(1_000_000);
      assertThat(relay.source().retryQuarantined().sent()).hasSize(2);
      assertThat(Topic.sequences(topic.awaitDistinct(3))).containsExactly(3L, 1L, 2L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** What the retry has written down as sent must be sent. */
  @Test
  void a_retry_that_the_broker_refuses_leaves_the_rows_aside() throws Exception {
    topic.limitTo(8_000);
    try (RunningSource relay = start(Map.of("max.request.size", "8000"))) {
      insertLarge(KEY, 1);
      database.insert(topic.name(), KEY, 2);
      await().until(() -> relay.source().quarantined().size() == 2);
    }
    try (RunningSource relay = start(Map.of())) {
      assertThat(relay.retryThatFails()).isInstanceOf(RelayFailure.class);
      assertThat(relay.awaitCrash()).isInstanceOf(RowRefused.class);
    }
    topic.limitTo(1_000_000);
    try (RunningSource relay = start(Map.of())) {
      assertThat(relay.source().retryQuarantined().sent()).hasSize(2);
      assertThat(Topic.sequences(topic.awaitDistinct(2))).containsExactly(1L, 2L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** Each key is released on its own. */
  @Test
  void a_row_that_the_broker_still_refuses_does_not_keep_other_keys_aside() throws Exception {
    topic.limitTo(8_000);
    try (RunningSource relay = start(Map.of("max.request.size", "5000"))) {
      insertLarge(KEY, 1);
      insert(OTHER, 2, 6_000);
      await().until(() -> relay.source().quarantined().size() == 2);
    }
    try (RunningSource relay = start(Map.of())) {
      assertThat(relay.retryThatFails()).isInstanceOf(RelayFailure.class);
      assertThat(relay.awaitCrash()).isInstanceOf(RowRefused.class);
    }
    try (RunningSource relay = start(Map.of())) {
      assertThat(relay.retryThatFails()).isInstanceOf(RelayFailure.class);
      assertThat(relay.awaitCrash()).isInstanceOf(RowRefused.class);
    }
    assertThat(Topic.sequences(Topic.firstOccurrences(topic.read()))).containsExactly(2L);
  }

  private RunningSource start(Map<String, String> kafka) {
    return RunningSource.start(database.settings(), kafka, mode).awaitStreaming();
  }

  private void insertLarge(String key, long sequence) throws SQLException {
    insert(key, sequence, 20_000);
  }

  private void insert(String key, long sequence, int bytes) throws SQLException {
    database.insertLarge(topic.name(), key, sequence, bytes);
  }
}
