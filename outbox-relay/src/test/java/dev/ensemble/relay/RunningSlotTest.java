package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to the slot of a source that runs. */
class RunningSlotTest {
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int LOOKS = 30;

  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void heartbeats_move_the_slot_of_an_idle_outbox_while_another_table_is_written() {
    database.asOwner("CREATE TABLE messaging.unrelated (filler text)");
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      String before = database.query("SELECT pg_current_wal_lsn()");
      database.asOwner(
          """
          INSERT INTO messaging.unrelated
          SELECT repeat('x', 1000) FROM generate_series(1, 20000)
          """);
      String after = database.query("SELECT pg_current_wal_insert_lsn()");

      await().atMost(Duration.ofSeconds(60)).until(() -> slotHasPassed(after));
      assertThat(after).isNotEqualTo(before);
      await()
          .until(
              () -> {
                // The server's own next mark from which a slot may go on; every 15 s else.
                database.query("SELECT pg_log_standby_snapshot()");
                return relay.state().slot().retainedBytes() < 20_000_000;
              });
      assertThat(relay.state().publishedCount()).isZero();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_look_at_the_position_finds_nothing_wrong_while_rows_stream() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (RunningSource relay =
            RunningSource.start(database.settings(), Map.of(), Delivery.Mode.TRANSACTIONAL)
                .awaitStreaming();
        ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> written =
          writer.submit(
              () -> {
                for (long n = 1; !enough.get(); n++) {
                  database.insert(topic.name(), "k", n);
                }
              });
      topic.await(1);
      Deliveries looking =
          new Deliveries(
              new SourceState("looking"),
              database.settings(),
              RunningSource.relay(database.settings(), Map.of(), Delivery.Mode.TRANSACTIONAL));
      List<Finding> found = new ArrayList<>();
      for (int look = 0; look < LOOKS; look++) {
        found.addAll(looking.seenPosition());
      }
      enough.set(true);
      written.get(10, TimeUnit.SECONDS);

      assertThat(found).isEmpty();
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void the_last_row_is_confirmed_by_a_heartbeat_and_not_repeated_after_a_clean_stop() {
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      database.insert(topic.name(), "k", 1);
      topic.await(1);
      String after = database.query("SELECT pg_current_wal_insert_lsn()");
      await().atMost(Duration.ofSeconds(60)).until(() -> slotHasPassed(after));
      assertThat(relay.hasCrashed()).isFalse();
    }
    try (RunningSource restarted = RunningSource.start(database.settings()).awaitStreaming()) {
      database.insert(topic.name(), "k", 2);

      assertThat(Topic.sequences(topic.await(2))).containsExactly(1L, 2L);
      assertThat(restarted.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_terminated_connection_ends_the_relay_and_a_restart_goes_on() {
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      database.query(
          "SELECT pg_terminate_backend(%s)".formatted(database.slotColumn("active_pid")));

      RelayFailure failure = relay.awaitCrash();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(relay.state().phase()).isEqualTo(SourceState.Phase.FAILED);
    }
    database.insert(topic.name(), "k", 1);
    try (RunningSource restarted = RunningSource.start(database.settings()).awaitStreaming()) {
      assertThat(Topic.sequences(topic.await(1))).containsExactly(1L);
      assertThat(restarted.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_slot_that_is_dropped_under_the_relay_ends_it() {
    try (RunningSource relay = RunningSource.start(database.settings()).awaitStreaming()) {
      database.dropSlotUnderItsReader();

      // Whichever is heard first: the stream's end, or the doctor's word.
      assertThat(relay.awaitCrash().exitCode()).isIn(ExitCode.FAILED, ExitCode.REFUSED);
    }
    assertThat(database.slotColumn("slot_name")).isNull();
  }

  @Test
  void a_source_on_which_nothing_moves_is_ended_by_the_watch() throws Exception {
    new Admission(new SourceState("test"), database.settings(), Duration.ofSeconds(20)).await();
    SourceState state = new SourceState("test");
    CompletableFuture<RelayFailure> end = new CompletableFuture<>();
    // No engine reads this slot: to the watch it is one whose threads live on and do nothing.
    SlotWatch watch =
        new SlotWatch(
            state,
            database.settings(),
            new WatchPace(
                Duration.ofSeconds(5), LOOK, Duration.ofSeconds(5), Duration.ofSeconds(1)),
            end::complete);
    watch.start();

    RelayFailure failure = end.get(60, TimeUnit.SECONDS);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.STALLED);
    assertThat(failure).hasMessageContaining("Nothing has progressed for PT1S");
  }

  @Test
  void a_database_that_is_silent_to_the_watch_ends_the_source() throws Exception {
    // The limit is the server's own; this role's sessions are told a short one.
    SourceSettings settings = database.settingsWithParameter("options=-c%20wal_sender_timeout=1s");
    new Admission(new SourceState("test"), settings, Duration.ofSeconds(20)).await();
    CompletableFuture<RelayFailure> end = new CompletableFuture<>();
    SourceState state = new SourceState("test");
    SlotWatch watch =
        new SlotWatch(
            state,
            settings,
            new WatchPace(Duration.ofMillis(500), LOOK, LOOK, Duration.ofMinutes(3)),
            end::complete);
    watch.start();
    await().until(() -> state.slot().exists());
    database.asSuperuser("ALTER ROLE relay NOLOGIN");
    try {
      database.asSuperuser(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'relay'");

      RelayFailure failure = end.get(60, TimeUnit.SECONDS);
      assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(failure).hasMessageContaining("has not answered for PT5S");
    } finally {
      database.asSuperuser("ALTER ROLE relay LOGIN");
    }
  }

  private boolean slotHasPassed(@Nullable String lsn) {
    return "t".equals(database.slotColumn("confirmed_flush_lsn >= '%s'::pg_lsn".formatted(lsn)));
  }
}
