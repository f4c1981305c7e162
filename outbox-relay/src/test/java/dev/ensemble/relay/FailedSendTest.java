package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The ordering claim under failure: nothing overtakes a row whose send failed. */
@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class FailedSendTest {
  private static final String KEY = "order-1";
  private static final int ROWS = 60;
  private static final int CULPRIT = 25;
  // A race is looked for: one start could be lucky.
  private static final int CRASHING_STARTS = 3;

  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(3);

  FailedSendTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void nothing_overtakes_a_row_that_the_broker_refuses() throws Exception {
    topic.limitTo(8_000);
    try (RunningSource relay =
        RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming()) {
      insertRowsWithALargeOne(KEY, CULPRIT, 20_000);

      RelayFailure failure = relay.awaitCrash();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(failure).hasMessageContaining(topic.name()).hasMessageContaining("larger than");
    }
    List<Long> before = Topic.sequences(topic.read());
    assertThat(before).isSorted().allMatch(sequence -> sequence < CULPRIT);

    topic.limitTo(1_000_000);
    try (RunningSource restarted =
        RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming()) {
      retryUntilThereAre(ROWS, restarted);
      assertThat(Topic.sequences(topic.awaitDistinct(ROWS))).containsExactlyElementsOf(all());
      assertThat(restarted.hasCrashed()).isFalse();
    }
  }

  /**
   * The broker knows nothing of a new producer and takes any sequence number from it as the first:
   * it is not idempotence that holds back what follows here.
   */
  @Test
  void nothing_overtakes_a_refused_row_that_a_restarted_relay_sends_first() throws Exception {
    topic.limitTo(8_000);
    new Admission(new SourceState("test"), database.settings(), Duration.ofSeconds(20)).await();
    for (int start = 1; start <= CRASHING_STARTS; start++) {
      String key = "order-" + start;
      // Above batch.size: it leaves as a batch of its own, and is long enough on its way for the
      // next one to be sent before the answer is there.
      insertRowsWithALargeOne(key, 1, 900_000);
      try (RunningSource relay = RunningSource.start(database.settings(), Map.of(), mode)) {
        assertThat(relay.awaitCrash()).hasMessageContaining("larger than");
      }
      assertThat(topic.read()).as("after start %d", start).isEmpty();
    }

    topic.limitTo(1_000_000);
    try (RunningSource restarted =
        RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming()) {
      retryUntilThereAre(CRASHING_STARTS * ROWS, restarted);
      for (int start = 1; start <= CRASHING_STARTS; start++) {
        String key = "order-" + start;
        assertThat(
                Topic.sequences(
                    Topic.firstOccurrences(topic.read()).stream()
                        .filter(record -> Topic.key(record).equals(key))
                        .toList()))
            .containsExactlyElementsOf(all());
      }
      assertThat(restarted.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_topic_that_does_not_exist_holds_up_its_source_until_somebody_makes_it() {
    Topic missing = Topic.named();
    // The client waits so long for somebody to make it.
    Map<String, String> impatient = Map.of("max.block.ms", "1000");
    try (RunningSource relay =
        RunningSource.start(database.settings(), impatient, mode).awaitStreaming()) {
      database.insert(topic.name(), KEY, 1);
      topic.await(1);
      database.insert(missing.name(), KEY, 2);
      database.insert(topic.name(), KEY, 3);

      RelayFailure failure = relay.awaitCrash();
      assertThat(failure).hasMessageContaining(missing.name());
    }
    assertThat(Topic.sequences(topic.read())).doesNotContain(3L);

    missing.make(1);
    try (RunningSource restarted =
        RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming()) {
      assertThat(Topic.sequences(missing.awaitDistinct(1))).containsExactly(2L);
      assertThat(Topic.sequences(topic.awaitDistinct(2))).containsExactly(1L, 3L);
      assertThat(restarted.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_broker_out_of_reach_ends_the_relay_and_loses_nothing() throws Exception {
    Map<String, String> nobody =
        Map.of(
            "test.servers",
            "localhost:1",
            "default.api.timeout.ms",
            "1500",
            "request.timeout.ms",
            "1000");
    new Admission(new SourceState("test"), database.settings(), Duration.ofSeconds(20)).await();
    database.insert(topic.name(), KEY, 1);
    try (RunningSource relay = RunningSource.start(database.settings(), nobody, mode)) {
      assertThat(relay.awaitCrash().exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(relay.state().publishedCount()).isZero();
    }
    try (RunningSource restarted =
        RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming()) {
      assertThat(Topic.sequences(topic.awaitDistinct(1))).containsExactly(1L);
      assertThat(restarted.hasCrashed()).isFalse();
    }
  }

  /** The key's rows are set aside as they come: each retry takes those that did. */
  private void retryUntilThereAre(int rows, RunningSource relay) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              relay.source().retryQuarantined();
              return Topic.firstOccurrences(topic.read()).size() >= rows;
            });
  }

  /** Many small transactions, so that several batches of the partition are under way at once. */
  private void insertRowsWithALargeOne(String key, int culprit, int largeBytes)
      throws SQLException {
    byte[] large = OutboxDatabase.incompressible(largeBytes);
    try (Connection connection = database.connect()) {
      for (long n = 1; n <= ROWS; n++) {
        byte[] payload = n == culprit ? large : new byte[] {(byte) n};
        OutboxDatabase.insert(connection, topic.name(), key, n, payload);
      }
    }
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, ROWS).boxed().toList();
  }
}
