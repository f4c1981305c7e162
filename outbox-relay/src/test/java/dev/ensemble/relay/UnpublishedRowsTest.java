package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which rows a catch-up takes for unpublished, where topics do not hold all that they ever held.
 */
@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class UnpublishedRowsTest {
  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(3);

  UnpublishedRowsTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  /** What stands before a row that is on the topic was published, whatever the topic still has. */
  @Test
  void rows_that_the_topic_has_let_go_of_do_not_come_again() throws Exception {
    publishThenForget(10);
    database.insert(topic.name(), "k", 11);

    try (RunningSource relay = start()) {
      database.insert(topic.name(), "k", 12);
      List<ConsumerRecord<byte[], byte[]>> records =
          topic.await(all -> Topic.sequences(all).contains(12L));
      assertThat(Topic.sequences(records)).endsWith(11L, 12L).doesNotContain(1L, 2L, 5L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** There, too, a row that is missing after one that is there was never published. */
  @Test
  void rows_that_a_moved_slot_skipped_come_though_the_topic_has_let_go_of_older_ones()
      throws Exception {
    publishThenForget(10);
    RunningSource.forgetPositions(database.slot());
    insertForOneKey(11, 15);
    try (RunningSource relay = streamingFromHere()) {
      insertForOneKey(16, 20);
      topic.await(all -> Topic.sequences(all).contains(20L));
      assertThat(relay.hasCrashed()).isFalse();
    }

    try (RunningSource relay =
        RunningSource.recovering(database.settings(), mode).awaitStreaming()) {
      List<ConsumerRecord<byte[], byte[]>> records =
          topic.await(all -> Topic.sequences(all).contains(15L));
      assertThat(Topic.sequences(records))
          .contains(11L, 12L, 13L, 14L, 15L)
          .doesNotContain(1L, 9L)
          .doesNotHaveDuplicates();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** A key's rows stand in an order on each topic alone. */
  @Test
  void a_skipped_row_comes_though_a_later_one_of_its_key_is_on_another_topic() throws Exception {
    Topic other = Topic.create(1);
    publishThenForget(2);
    RunningSource.forgetPositions(database.slot());
    database.insert(topic.name(), "both", 5);
    try (RunningSource relay = streamingFromHere()) {
      database.insert(other.name(), "both", 6);
      other.await(1);
      assertThat(relay.hasCrashed()).isFalse();
    }

    try (RunningSource relay =
        RunningSource.recovering(database.settings(), mode).awaitStreaming()) {
      topic.await(all -> Topic.sequences(all).contains(5L));
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertThat(other.read()).hasSize(1);
  }

  /** As in the stream: the process ends once, and the next start goes on without it. */
  @Test
  void a_row_that_only_the_broker_refuses_is_set_aside() throws Exception {
    topic.limitTo(8_000);
    database.insertLarge(topic.name(), "large", 1, 20_000);
    database.insert(topic.name(), "small", 2);

    try (RunningSource relay = RunningSource.start(database.settings(), Map.of(), mode)) {
      assertThat(relay.awaitCrash()).isInstanceOf(RowRefused.class);
    }
    try (RunningSource relay = start()) {
      topic.await(1);
      assertThat(relay.source().quarantined()).hasSize(1);
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertThat(Topic.sequences(topic.read())).containsExactly(2L);
  }

  /** All but the last of them is gone from the topic then, and so is the slot. */
  private void publishThenForget(int rows) throws Exception {
    try (RunningSource relay = start()) {
      insertForOneKey(1, rows);
      topic.await(rows);
      assertThat(relay.hasCrashed()).isFalse();
    }
    topic.deleteAllButTheLastOf("k");
    database.dropSlot();
  }

  /**
   * By a slot that somebody made at the end of the WAL, and no position says that it skips rows.
   */
  private RunningSource streamingFromHere() {
    database.query(
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(database.slot()));
    return RunningSource.start(database.settings(), Map.of(), Delivery.Mode.AT_LEAST_ONCE)
        .awaitStreaming();
  }

  private void insertForOneKey(long first, long last) {
    for (long n = first; n <= last; n++) {
      database.insert(topic.name(), "k", n);
    }
  }

  private RunningSource start() {
    return RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming();
  }
}
