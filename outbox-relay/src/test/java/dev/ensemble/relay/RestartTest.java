package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class RestartTest {
  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(3);

  RestartTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void rows_that_were_written_while_no_relay_ran_are_published() {
    start().close();
    for (long n = 1; n <= 20; n++) {
      database.insert(topic.name(), "k", n);
    }

    try (RunningSource relay = start()) {
      assertThat(Topic.sequences(topic.awaitDistinct(20))).isSorted().hasSize(20);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void what_was_sent_but_not_marked_is_sent_again_or_dropped_by_its_position() throws Exception {
    start().close();
    for (long n = 1; n <= 10; n++) {
      database.insert(topic.name(), "k", n);
    }
    dieBetweenAcknowledgementAndMark();
    int sentBefore = topic.read().size();
    assertThat(sentBefore).isPositive();

    try (RunningSource relay = start()) {
      // All ten come again, the ones already sent included: nothing had been marked.
      int repeats = mode == Delivery.Mode.TRANSACTIONAL ? 0 : sentBefore;
      database.insert(topic.name(), "k", 11);
      List<ConsumerRecord<byte[], byte[]>> records =
          topic.await(all -> Topic.sequences(all).contains(11L));
      assertThat(records).hasSize(11 + repeats);
      assertThat(Topic.sequences(Topic.firstOccurrences(records))).isSorted().hasSize(11);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /**
   * The adversary of dbz#76 and dbz#1554: one long transaction with rows before, between and after
   * many short ones, multi-row inserts, savepoints, and restarts in the middle.
   */
  @Test
  void restarts_amid_interleaved_transactions_lose_nothing_and_keep_every_keys_order()
      throws SQLException {
    int rows = 0;
    for (int round = 0; round < 4; round++) {
      try (Connection tall = database.connect()) {
        tall.setAutoCommit(false);
        try (RunningSource relay = start()) {
          rows += interleave(tall, round * 100L);
          topic.awaitDistinct(rows / 4); // and not to the end: it stops amid the stream
          assertThat(relay.hasCrashed()).isFalse();
        }
        rows += interleave(tall, round * 100L + 50);
        tall.commit();
      }
    }

    Map<String, List<Long>> byKey = new TreeMap<>();
    try (RunningSource relay = start()) {
      for (ConsumerRecord<byte[], byte[]> record : topic.awaitDistinct(rows)) {
        byKey
            .computeIfAbsent(Topic.key(record), key -> new ArrayList<>())
            .addAll(Topic.sequences(List.of(record)));
      }
      assertThat(relay.hasCrashed()).isFalse();
    }
    byKey.values().forEach(sequences -> assertThat(sequences).isSorted());
    assertThat(byKey.values().stream().mapToInt(List::size).sum()).isEqualTo(rows);
  }

  /** Returns how many rows were committed, or will be with the long transaction. */
  private int interleave(Connection tall, long base) throws SQLException {
    int rows = 0;
    try (Connection small = database.connect()) {
      for (int n = 1; n <= 40; n++) {
        if (n % 10 == 1) {
          rows += insert(tall, "long", base + n, 3);
          Savepoint savepoint = tall.setSavepoint();
          insert(tall, "long", base + n, 5);
          tall.rollback(savepoint);
        }
        rows += insert(small, "short-" + n % 3, base + n, 1);
      }
    }
    return rows;
  }

  /** Several rows in one statement, whose WAL records follow each other without a gap. */
  private int insert(Connection connection, String key, long sequence, int count)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO messaging.outbox
            SELECT gen_random_uuid(), ?, ?, 'thing.counted.v1', '/tests/counter', 's',
                   '2026-11-21T01:02:03Z', 'c', NULL, ?, 'application/json', NULL, NULL, 'x'
              FROM generate_series(1, ?)
            """)) {
      statement.setString(1, topic.name());
      statement.setString(2, key);
      statement.setLong(3, sequence);
      statement.setInt(4, count);
      return statement.executeUpdate();
    }
  }

  private RunningSource start() {
    return RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming();
  }

  /** The relay's own pass in an engine whose marks never arrive. */
  private void dieBetweenAcknowledgementAndMark() throws Exception {
    RelaySettings relay = RunningSource.relay(database.settings(), Map.of(), mode);
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    SourceState state = new SourceState("test");
    try (Delivery delivery = new Deliveries(state, database.settings(), relay).make()) {
      PublishPass pass = new PublishPass(delivery, new Commands(), new PublishPass.Listener() {});
      ChangeConsumer<RecordChangeEvent<SourceRecord>> dying =
          (records, committer) -> pass.handleBatch(records, new DyingCommitter());
      DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(EngineSettings.of("test", database.settings(), mode))
              .using((success, message, error) -> end.complete(success))
              .notifying(dying)
              .build();
      engine.run();
    }
    assertThat(end.get(60, TimeUnit.SECONDS)).isFalse();
  }

  private static final class DyingCommitter
      implements DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> {
    @Override
    public void markProcessed(RecordChangeEvent<SourceRecord> record) {
      // Not with a heartbeat that the relay before has left.
      if (((Slice) record.record().value()).commitTimes().rows() > 0) {
        throw new IllegalStateException("dead");
      }
    }

    @Override
    public void markBatchFinished() {
      // Only the empty slice at the start came so far.
    }

    @Override
    public void markProcessed(
        RecordChangeEvent<SourceRecord> record, DebeziumEngine.Offsets sourceOffsets) {
      throw new IllegalStateException("dead");
    }

    @Override
    public DebeziumEngine.Offsets buildOffsets() {
      throw new IllegalStateException("dead");
    }
  }
}
