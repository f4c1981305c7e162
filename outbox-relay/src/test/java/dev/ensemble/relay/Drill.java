package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.relay.Adversary.Shape;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.faults.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A relay under faults: a database that an adversary writes to, replicas of the packaged relay, all
 * behind proxies, and a reader of committed records who knows in which order they were committed.
 */
final class Drill implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Drill.class);

  /** The issue's own numbers, instead of those that a build has time for. */
  static final boolean LONG = "long".equals(System.getProperty("ensemble.relay.drills"));

  /** In drills that are the same for both modes and too long to be run in each. */
  static final String DELIVERY = System.getProperty("ensemble.relay.delivery", "transactional");

  /** What is behind is drained by then, on a machine with other builds on it. */
  private static final Duration PATIENCE = Duration.ofMinutes(LONG ? 10 : 2);

  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(20);
  private static final int ROWS_PER_TRANSACTION = 1_000;
  private static final int MANY_KEYS = 100;
  private static final long SEED = 20261121;

  /** How long the server and the replicas believe in one who says nothing. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(3);

  /** How long a record may be under way to the broker. */
  static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(4);

  /** Less than half of what is usual: it has to be waited for. */
  static final Duration STOP_WITHIN = Duration.ofSeconds(3);

  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(6);
  private final Numbered rows = Numbered.in(database, topic);
  private final TcpProxy toDatabase = TcpProxy.to(TestDatabase.port());
  private final Reader reader = new Reader(topic);
  private final Replicas replicas;
  private final String delivery;

  private Drill(String delivery, int replicaCount) {
    this.delivery = delivery;
    database.asSuperuser(
        "ALTER DATABASE %s SET wal_sender_timeout = '%dms'"
            .formatted(database.database().name(), SILENCE_MAX.toMillis()));
    replicas =
        Replicas.of(
            replicaCount,
            database.slot() + "-" + delivery,
            database.database().password(),
            settings());
  }

  /**
   * Starts them and waits until one leads, so that the slot is there before the first row.
   *
   * @param delivery as in {@code relay.delivery}
   */
  static Drill start(String delivery, int replicaCount) {
    Drill drill = prepare(delivery, replicaCount);
    drill.replicas.start();
    drill.replicas.awaitLeader();
    return drill;
  }

  /** The same, with replicas that nobody has started yet. */
  static Drill prepare(String delivery, int replicaCount) {
    return new Drill(delivery, replicaCount);
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    Map.ofEntries(
            Map.entry("relay.delivery", delivery),
            Map.entry("relay.heartbeat", "1s"),
            // Its own: a drill ends by a kill, and what is under way then holds up the next one.
            Map.entry("relay.state-topic", topic.name() + ".state"),
            Map.entry("relay.stop-within", STOP_WITHIN.toSeconds() + "s"),
            Map.entry("relay.kafka.bootstrap-servers", TestKafka.proxiedServers()),
            Map.entry("relay.kafka.properties.request.timeout.ms", "1500"),
            Map.entry(
                "relay.kafka.properties.delivery.timeout.ms", DELIVERY_TIMEOUT.toMillis() + ""),
            Map.entry("relay.kafka.properties.max.block.ms", DELIVERY_TIMEOUT.toMillis() + ""),
            Map.entry(
                "relay.sources.orders.url",
                "jdbc:postgresql://127.0.0.1:%d/%s?socketTimeout=%d&connectTimeout=2"
                    .formatted(
                        toDatabase.port(), database.database().name(), SILENCE_MAX.toSeconds())),
            Map.entry("relay.sources.orders.username", database.database().relayUser()),
            Map.entry("relay.sources.orders.slot", database.slot()))
        .forEach((name, value) -> settings.add("--%s=%s".formatted(name, value)));
    return settings;
  }

  Adversary attack() {
    return Adversary.start(database, rows, SEED);
  }

  Replicas replicas() {
    return replicas;
  }

  TcpProxy toDatabase() {
    return toDatabase;
  }

  OutboxDatabase database() {
    return database;
  }

  KeyOrder order() {
    return reader.order();
  }

  /** One row, by a client of its own. */
  void write(String key, int payloadBytes) throws SQLException {
    try (Connection connection = database.connect()) {
      rows.insert(connection, key, 1, payloadBytes);
    }
  }

  /** That many rows of some keys, a thousand in a transaction. */
  void writeMany(int count, int payloadBytes) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int n = 0; n < count / ROWS_PER_TRANSACTION; n++) {
        rows.insert(connection, "many-" + n % MANY_KEYS, ROWS_PER_TRANSACTION, payloadBytes);
        connection.commit();
      }
    }
  }

  /** Waits until a row that is written now has come through. */
  void awaitNextRow(String key) throws SQLException {
    long before = reader.order().last().getOrDefault(key, 0L);
    write(key, 0);
    awaitUpTo(key, before + 1);
  }

  /**
   * Waits until rows have just arrived at the broker whose transaction is open; at once where rows
   * leave without transactions.
   */
  void awaitHalfWritten() {
    if (delivery.equals("transactional")) {
      try (Ends ends = new Ends(topic)) {
        // The next transaction's: the commit of this one may be under way already.
        awaitAtOnce(() -> !ends.haveHalfWritten());
        awaitAtOnce(ends::haveHalfWritten);
      }
    }
  }

  private static void awaitAtOnce(Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(condition);
  }

  /** Waits until the key's row of that number is there. */
  void awaitUpTo(String key, long number) {
    await()
        .atMost(PATIENCE)
        .pollInterval(LOOK_AGAIN_AFTER)
        .until(() -> reader.order().last().getOrDefault(key, 0L) >= number);
  }

  /** How long a row that is written now takes, from a moment before it was written. */
  Duration timeToNextRow(String what, String key, long sinceNanos) throws SQLException {
    awaitNextRow(key);
    Duration time = Duration.ofNanos(System.nanoTime() - sinceNanos);
    log.info("{}, {}: the next row after {} ms", delivery, what, time.toMillis());
    return time;
  }

  /** Waits for everything that is committed by now, and holds it against its order. */
  void assertNothingIsLost() throws SQLException {
    Map<String, Long> committed = rows.committed();
    await()
        .atMost(PATIENCE)
        .pollInterval(LOOK_AGAIN_AFTER)
        .until(() -> !reader.order().wrong().isEmpty() || reader.order().covers(committed));
    assertThat(reader.order().wrong()).isEmpty();
  }

  /** The same where nobody writes any more: nothing else may be there either. */
  void assertExactlyWhatWasCommitted() throws SQLException {
    assertNothingIsLost();
    Map<String, Long> committed = rows.committed();
    assertThat(reader.order().last()).isEqualTo(committed);
    log.info(
        "{}: {} rows, {} records, {} repeats",
        delivery,
        committed.values().stream().mapToLong(n -> n).sum(),
        reader.order().records(),
        reader.order().repeats());
  }

  /** Anti-vacuity: a drill in which nothing of a shape was written has shown nothing of it. */
  static void assertAllShapesOf(Adversary adversary) {
    assertThat(adversary.committed()).containsKeys(Shape.values());
  }

  @Override
  public void close() {
    replicas.close();
    reader.close();
    toDatabase.close();
    database.dropSlot();
  }
}
