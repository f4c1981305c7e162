package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class SlotCreationTest {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final SourceSettings settings = database.settings();
  private final Admission admission =
      new Admission(new SourceState("test"), settings, Duration.ofSeconds(20));

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void an_empty_outbox_gets_a_permanent_slot() {
    assertThat(admission.look()).isInstanceOf(Verdict.Ready.class);

    assertThat(database.slotColumn("temporary")).isEqualTo("f");
    assertThat(database.slotColumn("plugin")).isEqualTo("pgoutput");
    assertThat(temporarySlots()).isEqualTo("0");
  }

  @Test
  void what_commits_while_the_slot_is_made_is_delivered() throws SQLException {
    Topic topic = Topic.create(1);
    try (Connection writer = database.connect();
        NewSlot slot = NewSlot.begin(settings)) {
      writer.setAutoCommit(false);
      OutboxDatabase.insert(writer, topic.name(), "k", 1);
      writer.commit(); // before the look at the table, which must not see it
      assertThat(slot.skipsRows()).isFalse();
      OutboxDatabase.insert(writer, topic.name(), "k", 2);
      slot.keep();
      writer.commit(); // begun before the slot was kept, committed after
      database.insert(topic.name(), "k", 3);
    }

    try (RunningSource relay = RunningSource.start(settings).awaitStreaming()) {
      assertThat(Topic.sequences(topic.await(3))).containsExactly(1L, 2L, 3L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_relay_that_dies_before_the_slot_is_kept_leaves_nothing_behind() throws SQLException {
    try (NewSlot slot = NewSlot.begin(settings)) {
      assertThat(slot.skipsRows()).isFalse();
      assertThat(temporarySlots()).isEqualTo("1");
    }

    await().untilAsserted(() -> assertThat(temporarySlots()).isEqualTo("0"));
    assertThat(database.slotColumn("slot_name")).isNull();
  }

  @Test
  void of_two_relays_that_start_at_once_one_makes_the_slot() throws SQLException {
    try (NewSlot one = NewSlot.begin(settings);
        NewSlot other = NewSlot.begin(settings)) {
      one.keep();

      assertThatThrownBy(other::keep).isInstanceOf(PSQLException.class);
    }
    assertThat(admission.look()).isInstanceOf(Verdict.Ready.class);
  }

  /** It may publish from the table for hours before that: its standby has all the patience. */
  @Test
  void a_relay_stands_by_while_another_one_makes_the_slot() throws Exception {
    SourceState state = new SourceState("test");
    Admission waiting = new Admission(state, settings, Duration.ofMillis(1));
    CompletableFuture<Void> admitted;
    try (SourceDatabase maker = SourceDatabase.open(settings, "slot")) {
      assertThat(maker.lockSlotsMaking()).isTrue();
      admitted =
          CompletableFuture.runAsync(
              () -> {
                try {
                  waiting.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().until(() -> state.phase() == SourceState.Phase.STANDBY || admitted.isDone());
      assertThat(state.waitsFor()).contains("another relay makes the slot", "role relay");
      assertThat(admitted).isNotDone();
    }
    admitted.get(30, TimeUnit.SECONDS);
    assertThat(database.slotColumn("temporary")).isEqualTo("f");
  }

  @Test
  void where_earlier_rows_cannot_be_published_no_slot_is_kept() {
    database.insert("no-such-topic", "k", 1);

    try (RunningSource relay = RunningSource.start(settings)) {
      assertThat(relay.awaitCrash()).hasMessageContaining("no-such-topic");
    }
    assertThat(database.slotColumn("slot_name")).isNull();
    assertThat(temporarySlots()).isEqualTo("0");
  }

  @Test
  void a_transaction_that_stays_open_is_waited_for_and_named() throws SQLException {
    try (Connection open = database.connect()) {
      open.setAutoCommit(false);
      OutboxDatabase.insert(open, "any", "k", 1);

      assertThat(admission.look()).isInstanceOf(Verdict.NotYet.class);
      open.rollback();
    }
    assertThat(admission.look()).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void debezium_cannot_make_a_slot_even_where_it_finds_none() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(EngineSettings.of("test", settings, Delivery.Mode.AT_LEAST_ONCE))
            .using((success, message, error) -> end.complete(error))
            .notifying((records, committer) -> {})
            .build();
    Thread.ofVirtual().start(engine);

    assertThat(RelayFailure.of("ended", end.get(60, TimeUnit.SECONDS)))
        .hasMessageContaining("replication slot \"%s\" does not exist".formatted(settings.slot()));
    assertThat(database.slotColumn("slot_name")).isNull();
    assertThatThrownBy(engine::close)
        .isInstanceOfAny(IllegalStateException.class, IOException.class);
  }

  private String temporarySlots() {
    return String.valueOf(
        database.query(
            "SELECT count(*) FROM pg_replication_slots WHERE temporary AND database = '%s'"
                .formatted(database.database().name())));
  }
}
