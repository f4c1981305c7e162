package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Relays that seem to work: an engine reads the slot, and its rows come to no good end. */
class SlotWatchTest {
  // Some of the watch's looks, and more than an engine on a busy machine needs for a batch.
  private static final Duration PATIENCE = Duration.ofMillis(1_500);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final OutboxDatabase database = OutboxDatabase.create();
  private final SourceState state = new SourceState("test");
  private final CompletableFuture<RelayFailure> end = new CompletableFuture<>();

  @BeforeEach
  void makeSlot() throws InterruptedException {
    new Admission(new SourceState("test"), database.settings(), Duration.ofSeconds(20)).await();
    database.asOwner("CREATE TABLE messaging.unrelated (filler text)");
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_relay_that_hangs_is_ended_though_the_server_reads_on_through_other_tables(
      boolean seesReading) throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (Reader reader = new Reader(seesReading, (changes, committer) -> released.await())) {
      reader.awaitReading();
      String sentBefore = reader.sentLsn();
      writeUntilTheWatchEnds("INSERT INTO messaging.unrelated VALUES ('other')");

      assertThat(reader.sentLsn()).isNotEqualTo(sentBefore);
      assertThat(end.join().exitCode()).isEqualTo(ExitCode.STALLED);
      assertThat(end.join()).hasMessageContaining("Nothing has progressed for " + PATIENCE);
      released.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rows_that_go_out_while_the_slot_never_moves_do_not_hide_it(boolean seesReading)
      throws Exception {
    String confirmed = database.slotColumn("confirmed_flush_lsn");
    // Published, but no mark ever arrives: the engine only warns when it cannot store a position.
    try (Reader reader = new Reader(seesReading, (changes, committer) -> publish(changes))) {
      reader.awaitReading();
      writeUntilTheWatchEnds(rows(1, 10));

      assertThat(end.join().exitCode()).isEqualTo(ExitCode.STALLED);
      assertThat(state.publishedCount()).isPositive();
      assertThat(database.slotColumn("confirmed_flush_lsn")).isEqualTo(confirmed);
    }
  }

  /** Nothing is confirmed before its end, and here not even then. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_transaction_that_is_published_for_longer_than_the_patience_is_let_through(
      boolean seesReading) throws Exception {
    int count = 32_000;
    // Longer than the watch's patience for the whole, shorter for every part of it.
    Duration perBatch = Duration.ofMillis(250);
    CountDownLatch never = new CountDownLatch(1);
    try (Reader reader =
        new Reader(
            seesReading,
            (changes, committer) -> {
              assertThat(never.await(perBatch.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
              publish(changes);
            })) {
      reader.awaitConnected();
      // Before its commit there is nothing to publish, which may take longer than the patience.
      database.asOwner(rows(count, 2_000));
      long begun = System.nanoTime();
      reader.watch();

      await().atMost(LIMIT).until(() -> state.publishedCount() >= count || end.isDone());
      assertThat(state.publishedCount()).isGreaterThanOrEqualTo(count);
      assertThat(System.nanoTime() - begun).isGreaterThan(PATIENCE.multipliedBy(2).toNanos());
    }
  }

  private void writeUntilTheWatchEnds(String sql) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              database.asOwner(sql);
              return end.isDone();
            });
  }

  private void publish(List<RecordChangeEvent<SourceRecord>> changes) {
    for (RecordChangeEvent<SourceRecord> change : changes) {
      for (ByteBuffer message : ((Slice) change.record().value()).messages()) {
        if (message.get(message.position()) == 'I') {
          state.published(1, 0);
        }
      }
    }
  }

  private static String rows(int count, int payloadBytes) {
    return """
        INSERT INTO messaging.outbox
        SELECT gen_random_uuid(), 'any', 'k', 'thing.counted.v1', '/tests/counter', 's',
               '2026-11-21T01:02:03Z', 'c', NULL, n, 'application/json', NULL, NULL,
               convert_to(repeat('x', %d), 'UTF8')
          FROM generate_series(1, %d) AS n
        """
        .formatted(payloadBytes, count);
  }

  /** A role that is shown how far the server has read, as superusers are, too. */
  private SourceSettings settingsOfASeeingRole() {
    database.asSuperuser(
        """
        DROP ROLE IF EXISTS seeing_relay;
        CREATE ROLE seeing_relay LOGIN REPLICATION PASSWORD '%s' IN ROLE %s, pg_read_all_stats
        """
            .formatted(database.database().password(), database.database().relayUser()));
    return database.settings("seeing_relay", database.slot());
  }

  /** The relay's own engine with another end than Kafka, watched. */
  private final class Reader implements AutoCloseable {
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final SlotWatch watch;
    private final Thread thread;

    Reader(boolean seesReading, ChangeConsumer<RecordChangeEvent<SourceRecord>> consumer) {
      SourceSettings settings = seesReading ? settingsOfASeeingRole() : database.settings();
      WatchPace pace = new WatchPace(Duration.ofMillis(500), LOOK, LOOK, PATIENCE);
      watch = new SlotWatch(state, settings, pace, end::complete);
      engine =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(EngineSettings.of("test", database.settings(), Delivery.Mode.AT_LEAST_ONCE))
              .notifying(consumer)
              .build();
      thread = Thread.ofVirtual().start(engine);
    }

    void awaitReading() {
      awaitConnected();
      watch();
    }

    void awaitConnected() {
      await().atMost(LIMIT).until(() -> "t".equals(database.slotColumn("active")));
    }

    void watch() {
      watch.start();
      state.enter(SourceState.Phase.STREAMING);
    }

    String sentLsn() {
      return String.valueOf(
          database.query(
              "SELECT sent_lsn FROM pg_stat_replication WHERE pid = "
                  + database.slotColumn("active_pid")));
    }

    @Override
    public void close() throws IOException {
      watch.stop();
      engine.close();
      try {
        thread.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
