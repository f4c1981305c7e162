package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Where no slot brings the rows, the table does. */
@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class CatchUpTest {
  private static final int KEYS = 7;

  private final Delivery.Mode mode;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(3);

  CatchUpTest(Delivery.Mode mode) {
    this.mode = mode;
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_relay_that_starts_late_publishes_from_the_table_then_streams() throws SQLException {
    insertShuffled(1, 3_000);

    try (RunningSource relay = start()) {
      database.insert(topic.name(), "key-0", 9_999);
      topic.await(records -> Topic.sequences(records).contains(9_999L));
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertOnceAndInOrder(3_001);
  }

  @Test
  void a_slot_that_was_dropped_costs_nothing_and_repeats_nothing() throws SQLException {
    publish(500);
    database.dropSlot();
    insertShuffled(501, 1_000);

    try (RunningSource relay = start()) {
      insertShuffled(1_001, 1_100);
      topic.awaitDistinct(1_100);
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertOnceAndInOrder(1_100);
  }

  /** The position in Kafka speaks of the slot before; it must not be taken for the new one's. */
  @Test
  void a_restart_after_the_catch_up_goes_on_from_the_new_slot() throws SQLException {
    insertShuffled(1, 100);
    start().close();
    insertShuffled(101, 200);
    try (RunningSource relay = start()) {
      topic.awaitDistinct(200);
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertOnceAndInOrder(200);
  }

  @Test
  void a_recovery_on_command_publishes_what_a_slot_that_was_moved_skips() throws Exception {
    publish(50);
    insertShuffled(51, 80);
    database.moveSlotToTheEnd();
    // With a position beside the rows, or a bound, the gap is seen.
    try (RunningSource relay = RunningSource.start(database.settings(), Map.of(), mode)) {
      assertThat(relay.awaitCrash()).hasMessageContaining("--relay.recover");
    }
    if (mode == Delivery.Mode.AT_LEAST_ONCE) {
      RunningSource.forgetPositions(database.slot());
      try (RunningSource relay = start()) {
        // Without one it is not, as after a crash under load: later rows of the same keys go out.
        insertShuffled(81, 110);
        topic.awaitDistinct(80);
        relay.source().recover();
        assertThat(relay.awaitCrash().exitCode()).isEqualTo(ExitCode.RECOVERING);
        assertThat(database.slotColumn("slot_name")).isNull();
      }
    }
    try (RunningSource relay =
        RunningSource.recovering(database.settings(), mode).awaitStreaming()) {
      topic.awaitDistinct(mode == Delivery.Mode.TRANSACTIONAL ? 80 : 110);
      assertThat(relay.hasCrashed()).isFalse();
    }
    if (mode == Delivery.Mode.TRANSACTIONAL) {
      assertOnceAndInOrder(80);
    } else {
      // In order among themselves; later ones are published already.
      List<ConsumerRecord<byte[], byte[]>> records = topic.read();
      assertThat(Topic.sequences(records)).hasSize(110).doesNotHaveDuplicates();
      assertEachKeyInOrder(records.stream().filter(CatchUpTest::wasSkipped).toList());
    }
  }

  /** The position of the slot before must not be taken for one that the new slot skips. */
  @Test
  void a_slot_that_is_lost_while_the_table_is_empty_is_made_anew() throws SQLException {
    publish(20);
    database.asSuperuser("DELETE FROM messaging.outbox");
    database.dropSlot();

    try (RunningSource relay = start()) {
      insertShuffled(21, 30);
      topic.awaitDistinct(30);
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertOnceAndInOrder(30);
  }

  /** A row without a key cannot be sent; it must be met to be set aside. */
  @Test
  void a_table_in_parts_has_each_row_in_one_of_them() throws Exception {
    database.asSuperuser("ALTER TABLE messaging.outbox ALTER partition_key DROP NOT NULL");
    insertShuffled(1, 20);
    database.asSuperuser("UPDATE messaging.outbox SET partition_key = NULL WHERE sequence <= 3");

    try (TableRows table = TableRows.open(database.settings())) {
      long rows = 0;
      for (int part = 0; part < 3; part++) {
        rows += table.some(part, 3, (mapping, row) -> {});
      }
      assertThat(rows).isEqualTo(20);
    }
  }

  /** Names that only stand in SQL when they are quoted. */
  @Test
  void a_table_in_a_schema_called_order_is_caught_up_with() throws SQLException {
    database.asSuperuser(
        """
        CREATE SCHEMA "order";
        CREATE TABLE "order"."Events" (LIKE messaging.outbox INCLUDING ALL);
        GRANT USAGE ON SCHEMA "order" TO %1$s;
        GRANT SELECT ON "order"."Events" TO %1$s;
        CREATE PUBLICATION events FOR TABLE "order"."Events"
          WITH (publish = 'insert', publish_via_partition_root = true)
        """
            .formatted(database.database().relayUser()));
    insertShuffled(1, 20);
    database.asSuperuser("INSERT INTO \"order\".\"Events\" SELECT * FROM messaging.outbox");
    SourceSettings library = database.settings();
    SourceSettings settings =
        new SourceSettings(
            library.url(),
            library.username(),
            library.password(),
            library.slot(),
            "events",
            "order.Events");

    try (RunningSource relay = RunningSource.start(settings, Map.of(), mode).awaitStreaming()) {
      topic.awaitDistinct(20);
      assertThat(relay.hasCrashed()).isFalse();
    }
    assertOnceAndInOrder(20);
  }

  /** What the library's table has, another's may lack. */
  @Test
  void a_table_whose_rows_have_no_order_is_not_caught_up_with() {
    database.insert(topic.name(), "k", 1);
    RowSettings unordered =
        new RowSettings(
            "id", "partition_key", "payload", "{topic}", Map.of("id", "{id}"), List.of());
    SourceSettings library = database.settings();
    SourceSettings settings =
        new SourceSettings(
            library.url(),
            library.username(),
            library.password(),
            library.slot(),
            library.publication(),
            library.table(),
            "debezium",
            unordered);

    try (RunningSource relay = RunningSource.start(settings, Map.of(), mode)) {
      RelayFailure failure = relay.awaitCrash();
      assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(failure).hasMessageContaining("row.order");
    }
    assertThat(topic.read()).isEmpty();
  }

  private void assertOnceAndInOrder(int rows) {
    List<ConsumerRecord<byte[], byte[]>> records = topic.read();
    assertThat(records).hasSize(rows);
    assertEachKeyInOrder(records);
  }

  private static boolean wasSkipped(ConsumerRecord<byte[], byte[]> record) {
    long sequence = Topic.sequences(List.of(record)).getFirst();
    return 50 < sequence && sequence <= 80;
  }

  private static void assertEachKeyInOrder(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, List<Long>> byKey = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byKey
          .computeIfAbsent(Topic.key(record), key -> new ArrayList<>())
          .addAll(Topic.sequences(List.of(record)));
    }
    byKey.values().forEach(sequences -> assertThat(sequences).isSorted().doesNotHaveDuplicates());
  }

  private void publish(int rows) throws SQLException {
    try (RunningSource relay = start()) {
      insertShuffled(1, rows);
      topic.await(rows);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  private RunningSource start() {
    return RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming();
  }

  /** Each key's rows in order, the keys in none, and the ids of no help. */
  private void insertShuffled(int first, int last) throws SQLException {
    List<Integer> keys = new ArrayList<>();
    for (int n = first; n <= last; n++) {
      keys.add(n % KEYS);
    }
    Collections.shuffle(keys, new Random(7));
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int n = first; n <= last; n++) {
        OutboxDatabase.insert(connection, topic.name(), "key-" + keys.get(n - first), n);
        if (n % 10 == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }
}
