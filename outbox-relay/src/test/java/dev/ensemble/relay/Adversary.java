package dev.ensemble.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Writes outbox rows in every shape that has cost a relay rows: one long transaction with rows
 * before, between and after many short ones, several rows in one statement, COPY, savepoints,
 * rollbacks, and a transaction of very many rows. Goes on through the server's end, as clients do.
 */
final class Adversary implements AutoCloseable {
  private static final int SHORT_WRITERS = 3;
  private static final int KEYS = 12;
  private static final int MANY_ROWS = 20;
  private static final int LONG_STEPS = 40;
  private static final int PAYLOAD_BYTES = 100;

  /** Some 200 transactions a second in all: two cores have a relay to run beside it. */
  private static final Duration BETWEEN_SHORT = Duration.ofMillis(15);

  private static final Duration BETWEEN_STEPS_OF_THE_LONG = Duration.ofMillis(50);
  private static final Duration RECONNECT_AFTER = Duration.ofMillis(300);

  enum Shape {
    ONE_ROW,
    MANY_ROWS_IN_A_STATEMENT,
    TWO_KEYS,
    COPY,
    SAVEPOINT,
    ROLLBACK,
    LONG,
    HUGE
  }

  private final OutboxDatabase database;
  private final Numbered rows;
  private final Map<Shape, Integer> committed = new EnumMap<>(Shape.class);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  private Adversary(OutboxDatabase database, Numbered rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * @param seed decides what is written, as far as threads leave it to be decided
   */
  static Adversary start(OutboxDatabase database, Numbered rows, long seed) {
    Adversary adversary = new Adversary(database, rows);
    for (int n = 0; n < SHORT_WRITERS; n++) {
      Random random = new Random(seed + n);
      adversary.repeat(connection -> adversary.shortOne(connection, random));
    }
    adversary.repeat(adversary::longOne);
    return adversary;
  }

  private void repeat(Work work) {
    clients.execute(
        () -> {
          while (!stopped(RECONNECT_AFTER)) {
            work(work);
          }
        });
  }

  /** What was committed is asked of the table in the end, also where the answer was lost. */
  private void work(Work work) {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      while (stop.getCount() > 0) {
        work.step(connection);
      }
    } catch (SQLException e) {
      // The server has gone, which some drills are about.
    }
  }

  private void shortOne(Connection connection, Random random) throws SQLException {
    int first = random.nextInt(KEYS - 1);
    String key = key(first);
    Shape shape =
        switch (random.nextInt(10)) {
          case 0 -> many(connection, key);
          case 1 -> twoKeys(connection, first);
          case 2 -> copy(connection, key);
          case 3 -> savepoint(connection, key);
          case 4 -> rollback(connection, key);
          default -> one(connection, key);
        };
    connection.commit();
    count(shape);
    stopped(BETWEEN_SHORT);
  }

  private Shape one(Connection connection, String key) throws SQLException {
    rows.insert(connection, key, 1, PAYLOAD_BYTES);
    return Shape.ONE_ROW;
  }

  private Shape many(Connection connection, String key) throws SQLException {
    rows.insert(connection, key, MANY_ROWS, PAYLOAD_BYTES);
    return Shape.MANY_ROWS_IN_A_STATEMENT;
  }

  /** In the keys' order, or two writers would wait for each other. */
  private Shape twoKeys(Connection connection, int first) throws SQLException {
    rows.insert(connection, key(first), 1, PAYLOAD_BYTES);
    rows.insert(connection, key(first + 1), 2, PAYLOAD_BYTES);
    rows.insert(connection, key(first), 1, PAYLOAD_BYTES);
    return Shape.TWO_KEYS;
  }

  private Shape copy(Connection connection, String key) throws SQLException {
    rows.copy(connection, key, MANY_ROWS);
    return Shape.COPY;
  }

  private Shape savepoint(Connection connection, String key) throws SQLException {
    rows.insert(connection, key, 1, PAYLOAD_BYTES);
    Savepoint savepoint = connection.setSavepoint();
    rows.insert(connection, key, 2, PAYLOAD_BYTES);
    connection.rollback(savepoint);
    rows.insert(connection, key, 1, PAYLOAD_BYTES);
    return Shape.SAVEPOINT;
  }

  private Shape rollback(Connection connection, String key) throws SQLException {
    rows.insert(connection, key, MANY_ROWS, PAYLOAD_BYTES);
    connection.rollback();
    return Shape.ROLLBACK;
  }

  /** Open for seconds, so that many others begin and commit between any two of its rows. */
  private void longOne(Connection connection) throws SQLException {
    for (int step = 0; step < LONG_STEPS && !stopped(BETWEEN_STEPS_OF_THE_LONG); step++) {
      rows.insert(connection, "long-" + step % 3, 1 + step % 2, PAYLOAD_BYTES);
    }
    connection.commit();
    count(Shape.LONG);
  }

  /** That many rows in one transaction. */
  void writeHuge(int count) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      rows.insert(connection, "huge", count, PAYLOAD_BYTES);
      connection.commit();
    }
    count(Shape.HUGE);
  }

  private static String key(int n) {
    return "key-" + n;
  }

  private synchronized void count(Shape shape) {
    committed.merge(shape, 1, Integer::sum);
  }

  /** How many transactions of each shape were committed so far. */
  synchronized Map<Shape, Integer> committed() {
    return Map.copyOf(committed);
  }

  /** Whether it is to stop, after that time at the latest. */
  private boolean stopped(Duration pause) {
    try {
      return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Returns when nothing more is written. */
  void stop() {
    stop.countDown();
    clients.close();
  }

  @Override
  public void close() {
    stop();
  }

  @FunctionalInterface
  private interface Work {
    void step(Connection connection) throws SQLException;
  }
}
