package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ensemble.relay.SourceControl.Discarded;
import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.testkit.TestKafka;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A row that is given up is never sent, whatever brings it again; the relay that follows could. */
@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class DiscardTest {
  private static final String KEY = "order-1";
  private static final String OTHER = "order-2";
  private static final Map<String, String> SMALL = Map.of("max.request.size", "8000");

  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);

  DiscardTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_discarded_row_is_never_sent_and_those_behind_it_go_out_in_order(CapturedOutput output)
      throws Exception {
    try (RunningSource relay = start(SMALL)) {
      database.insert(topic.name(), KEY, 1);
      String id = insertLarge(KEY, 2);
      database.insert(topic.name(), KEY, 3);
      database.insert(topic.name(), OTHER, 4);
      topic.await(2);

      assertThatThrownBy(() -> discard(relay, "no such row"))
          .hasMessage("Nothing is aside in source test by the id no such row");
      Discarded done = discard(relay, id);
      assertThat(done.now()).isTrue();
      assertThat(done.behind()).isEqualTo(1);
      assertThat(output)
          .contains(
              "AUDIT source test: row %s of key %s is discarded".formatted(id, KEY),
              "by ann: no reader takes it",
              "more than max.request.size (8000)");
      Discarded again = discard(relay, id);
      assertThat(again.now()).isFalse();
      assertThat(again.how().by()).isEqualTo("ann");

      database.insert(topic.name(), KEY, 5);
      await().until(() -> relay.source().quarantined().size() == 2);
      assertThat(relay.source().retryQuarantined().sent()).hasSize(2);
      assertThat(Topic.sequences(topic.await(4))).containsExactly(1L, 4L, 3L, 5L);
      assertThat(relay.source().quarantined()).isEmpty();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /**
   * As after a crash between the discard and the confirmation; in one mode the position drops it.
   */
  @Test
  void a_slot_that_brings_a_discarded_row_again_brings_it_in_vain() throws Exception {
    start(SMALL).close();
    copySlot(database.slot(), database.slot() + "_kept");
    try (RunningSource relay = start(SMALL)) {
      String id = insertLarge(KEY, 1);
      database.insert(topic.name(), OTHER, 2);
      topic.await(1);
      assertThat(discard(relay, id).now()).isTrue();
    }
    database.dropSlot();
    copySlot(database.slot() + "_kept", database.slot());
    database.query("SELECT pg_drop_replication_slot('%s_kept')".formatted(database.slot()));

    try (RunningSource relay = start(Map.of())) {
      database.insert(topic.name(), KEY, 3);
      assertThat(Topic.sequences(topic.awaitDistinct(2))).containsExactly(2L, 3L);
      assertThat(relay.source().quarantined()).isEmpty();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_catch_up_from_the_table_leaves_a_discarded_row_out() throws Exception {
    try (RunningSource relay = start(SMALL)) {
      database.insert(topic.name(), KEY, 1);
      String id = insertLarge(KEY, 2);
      await().until(() -> relay.source().quarantined().size() == 1);
      assertThat(discard(relay, id).now()).isTrue();
    }
    database.dropSlot();
    database.insert(topic.name(), KEY, 3);

    try (RunningSource relay = start(Map.of())) {
      database.insert(topic.name(), KEY, 4);
      assertThat(Topic.sequences(topic.await(3))).containsExactly(1L, 3L, 4L);
      assertThat(relay.source().quarantined()).isEmpty();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** Or the list of them would grow for ever. */
  @Test
  void a_discard_is_forgotten_once_neither_slot_nor_table_can_bring_the_row() throws Exception {
    try (RunningSource relay = start(SMALL)) {
      String first = insertLarge(KEY, 1);
      String second = insertLarge(KEY, 2);
      String third = insertLarge(OTHER, 3);
      await().until(() -> relay.source().quarantined().size() == 3);
      discard(relay, first);
      String walEnd = discard(relay, second).how().walEnd();
      database.asSuperuser("DELETE FROM messaging.outbox WHERE id = '%s'".formatted(first));
      await().until(() -> confirmed() >= Position.number(walEnd));
      assertThat(isRemembered(first)).isTrue();

      discard(relay, third);
      assertThat(isRemembered(first)).isFalse();
      assertThat(isRemembered(second)).isTrue();
      assertThat(relay.source().quarantined()).extracting(Quarantined::id).isEmpty();
    }
  }

  private long confirmed() {
    return Position.number(String.valueOf(database.slotColumn("confirmed_flush_lsn")));
  }

  private boolean isRemembered(String id) {
    return TestKafka.readAll(RunningSource.stateTopic(database.slot())).stream()
        .filter(record -> new String(record.key(), UTF_8).endsWith("quarantined " + id))
        .reduce((before, after) -> after)
        .map(last -> last.value() != null)
        .orElse(false);
  }

  private static Discarded discard(RunningSource relay, String id) throws InterruptedException {
    return relay.source().discard(new DiscardOrder(id, "no reader takes it", "ann"));
  }

  private void copySlot(String from, String to) {
    database.awaitFreeSlot();
    database.query("SELECT pg_copy_logical_replication_slot('%s', '%s')".formatted(from, to));
  }

  private RunningSource start(Map<String, String> kafka) {
    return RunningSource.start(database.settings(), kafka, mode).awaitStreaming();
  }

  private String insertLarge(String key, long sequence) throws SQLException {
    return database.insertLarge(topic.name(), key, sequence, 20_000).toString();
  }
}
