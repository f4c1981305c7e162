package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Delivery.Mode.class)
class OrderOfRowsTest {
  private static final String KEY = "order-1";

  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(6);
  private final RunningSource relay;

  OrderOfRowsTest(Delivery.Mode mode) {
    relay = RunningSource.start(database.settings(), Map.of(), mode).awaitStreaming();
  }

  @AfterEach
  void stop() {
    relay.close();
    database.dropSlot();
  }

  @Test
  void interleaved_transactions_arrive_in_the_order_of_their_commits() throws SQLException {
    try (Connection early = database.connect();
        Connection late = database.connect()) {
      early.setAutoCommit(false);
      late.setAutoCommit(false);
      OutboxDatabase.insert(late, topic.name(), KEY, 3);
      OutboxDatabase.insert(early, topic.name(), KEY, 1);
      OutboxDatabase.insert(late, topic.name(), KEY, 4);
      OutboxDatabase.insert(early, topic.name(), KEY, 2);
      early.commit();
      late.commit();
    }

    assertThat(Topic.sequences(topic.await(4))).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void what_was_rolled_back_never_appears() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      OutboxDatabase.insert(connection, topic.name(), KEY, 90);
      connection.rollback();
      OutboxDatabase.insert(connection, topic.name(), KEY, 1);
      Savepoint savepoint = connection.setSavepoint();
      OutboxDatabase.insert(connection, topic.name(), KEY, 91);
      connection.rollback(savepoint);
      OutboxDatabase.insert(connection, topic.name(), KEY, 2);
      connection.commit();
    }
    database.insert(topic.name(), KEY, 3);

    // The last row is there, so everything before it has had its turn.
    assertThat(Topic.sequences(topic.await(records -> Topic.sequences(records).contains(3L))))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void rows_of_one_key_are_in_one_partition_in_order_however_many_keys_there_are()
      throws SQLException {
    int keys = 10;
    int rowsPerKey = 300;
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int n = 1; n <= rowsPerKey; n++) {
        for (int key = 0; key < keys; key++) {
          OutboxDatabase.insert(connection, topic.name(), "order-" + key, n);
        }
        if (n % 7 == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }

    Map<String, List<Long>> byKeyAndPartition = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : topic.await(keys * rowsPerKey)) {
      byKeyAndPartition
          .computeIfAbsent(Topic.key(record) + "/" + record.partition(), k -> new ArrayList<>())
          .addAll(Topic.sequences(List.of(record)));
    }
    assertThat(byKeyAndPartition).hasSize(keys);
    byKeyAndPartition.values().forEach(list -> assertThat(list).hasSize(rowsPerKey).isSorted());
  }
}
