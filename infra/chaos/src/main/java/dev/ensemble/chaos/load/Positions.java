package dev.ensemble.chaos.load;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.stack.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes down, every second and past all faults, how far consumers and relays say that they are.
 * The order within a look is what the checker relies on: first the groups' offsets, then what has
 * committed and the slots, then how far the topics reach. So whatever an offset claims must be
 * among what had committed, and whatever a slot claims below the topics' ends.
 */
final class Positions implements AutoCloseable {
  private static final Duration PACE = Duration.ofSeconds(1);

  /** Who does not answer by then is down; the next look asks again. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

  private static final List<String> GROUPS = List.of("order", "payment", "inventory");

  // In one statement, whose snapshot is older than the log's end that it tells.
  private static final String SLOTS =
      """
      SELECT now.snapshot, now.log, slot_name, coalesce(active, false),
             (confirmed_flush_lsn - '0/0'::pg_lsn)::bigint,
             greatest(now.log - (restart_lsn - '0/0'::pg_lsn)::bigint, 0), wal_status
      FROM (SELECT pg_current_snapshot()::text AS snapshot,
                   (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS log) now
      LEFT JOIN pg_replication_slots ON NOT temporary
      """;

  private final Evidence evidence;
  private final History history;
  private final Admin admin;
  private final Thread thread;
  private @Nullable Connection connection;
  private volatile boolean closing;

  Positions(Evidence evidence, History history) {
    this.evidence = evidence;
    this.history = history;
    int millis = (int) ANSWER_WITHIN.toMillis();
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, evidence.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis));
    this.thread = Thread.ofVirtual().name("positions").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        look();
        Thread.sleep(PACE);
      }
      look(); // What it is in the end, when all is quiet.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    Map<String, Map<String, Long>> groups = new TreeMap<>();
    for (String group : GROUPS) {
      var committed = answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      if (committed != null) {
        Map<String, Long> offsets = new TreeMap<>();
        committed.forEach(
            (partition, offset) -> offsets.put(partition.toString(), offset.offset()));
        groups.put(group, offsets);
      }
    }
    if (!groups.isEmpty()) {
      history.note(Happening.OFFSETS, Map.of("groups", groups));
    }
    Map<String, Object> details = slots();
    if (!details.isEmpty()) {
      details.put("ends", ends());
      history.note(Happening.SLOT, details);
    }
  }

  /** Empty where PostgreSQL does not answer. */
  private Map<String, Object> slots() {
    Map<String, Object> details = new LinkedHashMap<>();
    Map<String, Object> slots = new TreeMap<>();
    try (Statement sql = connected().createStatement();
        ResultSet row = sql.executeQuery(SLOTS)) {
      while (row.next()) {
        details.put("snapshot", row.getString(1));
        details.put("log", row.getLong(2));
        String name = row.getString(3);
        if (name != null) {
          slots.put(
              name,
              Map.of(
                  "active", row.getBoolean(4),
                  "confirmed", row.getLong(5),
                  "kept", row.getLong(6),
                  "status", String.valueOf(row.getString(7))));
        }
      }
      details.put("slots", slots);
      return details;
    } catch (SQLException notNow) {
      disconnect();
      return new LinkedHashMap<>();
    }
  }

  private Connection connected() throws SQLException {
    Connection there = connection;
    if (there == null) {
      String limits =
          "?connectTimeout=%1$d&socketTimeout=%1$d".formatted(ANSWER_WITHIN.toSeconds());
      there =
          DriverManager.getConnection(
              evidence.orders() + limits, evidence.user(), evidence.password());
      connection = there;
    }
    return there;
  }

  private void disconnect() {
    Connection gone = connection;
    connection = null;
    if (gone != null) {
      try {
        gone.close();
      } catch (SQLException alreadyGone) {
        // So is the session.
      }
    }
  }

  /** Also of what is not committed: a record that a broker has acknowledged is below. */
  private Map<String, Long> ends() throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (String topic : Topics.ALL) {
      for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
        latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    Map<String, Long> ends = new TreeMap<>();
    var found = answer(admin.listOffsets(latest).all());
    if (found != null) {
      found.forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
    }
    return ends;
  }

  /** Null where there is none now. */
  private static <T> @Nullable T answer(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException notNow) {
      return null;
    }
  }

  /** Looks a last time. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    disconnect();
    admin.close(ANSWER_WITHIN);
  }
}
