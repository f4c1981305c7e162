package dev.ensemble.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection whose statements, and ends of transactions, a test lets through one by one. */
final class Stepped implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** More than any work has. */
  private static final int ALL = Integer.MAX_VALUE / 2;

  private final Connection connection;
  private final SingleConnectionDataSource database;
  private final int backend;
  private int permits = ALL;
  private boolean isWaiting;
  private int taken;
  private @Nullable FutureTask<?> running;

  Stepped(DataSource opens) throws SQLException {
    connection = opens.getConnection();
    backend = connection.unwrap(PGConnection.class).getBackendPID();
    database = new SingleConnectionDataSource(stepped(Connection.class, connection), true);
  }

  DataSource database() {
    return database;
  }

  /** Begins the work, which stands before its first statement. */
  <T> FutureTask<T> begin(Callable<T> work) {
    synchronized (this) {
      permits = 0;
      taken = 0;
      isWaiting = false;
    }
    FutureTask<T> task = new FutureTask<>(work);
    running = task;
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Lets so many statements through. */
  synchronized void let(int statements) {
    permits = statements;
    notifyAll();
  }

  void letAll() {
    let(ALL);
  }

  synchronized int taken() {
    return taken;
  }

  /**
   * Returns when the work is done, stands before its next statement, or waits for a lock in the
   * database.
   *
   * @return whether it waits for a lock
   */
  boolean awaitStill(Locks locks) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isDone() && !isWaiting()) {
      if (locks.isBlocked(backend)) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the work neither goes on nor waits");
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Who waits in the database. */
  interface Locks {
    boolean isBlocked(int backend);
  }

  <T> T result(FutureTask<T> task) throws Exception {
    letAll();
    return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private boolean isDone() {
    return running == null || running.isDone();
  }

  private synchronized boolean isWaiting() {
    return isWaiting && permits == 0;
  }

  private synchronized void step() throws InterruptedException {
    while (permits == 0) {
      isWaiting = true;
      wait();
    }
    isWaiting = false;
    permits--;
    taken++;
  }

  private <T> T stepped(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (name.startsWith("execute") || name.equals("commit") || name.equals("rollback")) {
                step();
              }
              try {
                Object answer = method.invoke(real, arguments);
                return answer instanceof PreparedStatement statement
                    ? stepped(PreparedStatement.class, statement)
                    : answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
