package dev.ensemble.bench.inbox.contenders;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One thread of the limit: a consumer and a connection. */
final class BareBatch implements AutoCloseable {
  private static final Duration POLL_TIME_MAX = Duration.ofMillis(200);

  /** Into the same table that this inbox's outbox writes. */
  private static final String TELL =
      """
      INSERT INTO messaging.outbox (
        id, topic, partition_key, type, source, subject, occurred_at, correlation_id,
        causation_id, sequence, content_type, payload)
      SELECT id, '%s', key, '%s', '/ensemble/bench', key, occurred_at, key,
        causation_id, 1, 'application/json', payload
      FROM unnest(?, ?, ?, ?, ?) AS told (id, key, occurred_at, causation_id, payload)
      """
          .formatted(Booked.TOPIC, Booked.TYPE);

  private final Consumer<String, byte[]> consumer;
  private final Connection connection;
  private final PreparedStatement lock;
  private final PreparedStatement add;
  private final PreparedStatement tell;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final Latency latency;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  BareBatch(Task task, Latency latency) throws SQLException {
    this.latency = latency;
    connection =
        DriverManager.getConnection(
            task.jdbcUrl(), task.settings().appRole(), task.settings().appPassword());
    connection.setAutoCommit(false);
    lock = connection.prepareStatement(Accounts.LOCK);
    add = connection.prepareStatement(Accounts.ADD_ALL);
    tell = connection.prepareStatement(TELL);
    consumer = new KafkaConsumer<>(ConsumerSettings.of(task.settings()));
    consumer.subscribe(List.of(task.topic()), new CommittingWhatGoes());
  }

  /** A poll's records in one transaction, then its offsets; how many there were. */
  int runOnce() throws SQLException {
    ConsumerRecords<String, byte[]> polled = consumer.poll(POLL_TIME_MAX);
    if (polled.isEmpty()) {
      return 0;
    }
    List<Transfer> transfers = new ArrayList<>(polled.count());
    List<String> causes = new ArrayList<>(polled.count());
    for (ConsumerRecord<String, byte[]> record : polled) {
      transfers.add(json.readValue(record.value(), Transfer.class));
      causes.add(TransferListener.header(record, "ce_id"));
    }
    add(transfers);
    tell(transfers, causes);
    connection.commit();
    transfers.forEach(latency::committed);
    commitOffsets();
    return transfers.size();
  }

  /** During a rebalance they are committed with what comes next, or with the partition's going. */
  private void commitOffsets() {
    try {
      consumer.commitSync();
    } catch (RebalanceInProgressException | CommitFailedException later) {
      // Whoever has the partition then, acts again: that is what remembering is for.
    }
  }

  /** Else whoever is given a partition would act on its last records again. */
  private final class CommittingWhatGoes implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> gone) {
      commitOffsets();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> come) {
      // They begin where the group stands.
    }
  }

  private void add(List<Transfer> transfers) throws SQLException {
    Accounts.Sums sums = Accounts.Sums.of(transfers);
    Integer[] accounts = sums.ids().toArray(Integer[]::new);
    lock.setArray(1, connection.createArrayOf("int4", accounts));
    lock.executeQuery().close();
    add.setArray(1, connection.createArrayOf("int4", accounts));
    add.setArray(2, connection.createArrayOf("int8", sums.amounts().toArray(Long[]::new)));
    add.executeUpdate();
  }

  private void tell(List<Transfer> transfers, List<String> causes) throws SQLException {
    int count = transfers.size();
    UUID[] eventIds = new UUID[count];
    String[] keys = new String[count];
    String[] times = new String[count];
    byte[][] payloads = new byte[count][];
    for (int i = 0; i < count; i++) {
      eventIds[i] = ids.generate();
      keys[i] = "account-" + transfers.get(i).account();
      times[i] = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
      payloads[i] = json.writeValueAsBytes(Booked.of(transfers.get(i)));
    }
    tell.setArray(1, connection.createArrayOf("uuid", eventIds));
    tell.setArray(2, connection.createArrayOf("text", keys));
    tell.setArray(3, connection.createArrayOf("text", times));
    tell.setArray(4, connection.createArrayOf("text", causes.toArray()));
    tell.setArray(5, connection.createArrayOf("bytea", payloads));
    tell.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    consumer.close();
    connection.close();
  }
}
