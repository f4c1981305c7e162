package dev.ensemble.inventory;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two workers at once. */
final class Rivals implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  /** Both leave the same starting line; what either throws is thrown here. */
  <T> List<T> race(Callable<T> one, Callable<T> other) {
    CyclicBarrier line = new CyclicBarrier(2);
    Future<T> first = threads.submit(() -> started(line, one));
    Future<T> second = threads.submit(() -> started(line, other));
    return List.of(end(first), end(second));
  }

  private static <T> T started(CyclicBarrier line, Callable<T> run) throws Exception {
    line.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return run.call();
  }

  <T> Future<T> start(Callable<T> run) {
    return threads.submit(run);
  }

  static <T> T end(Future<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns once somebody in the database stands behind somebody else's row lock. */
  static void awaitSomebodyWaiting(JdbcClient sql) {
    Awaitility.await()
        .until(
            () ->
                sql.sql(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND datname = current_database()")
                    .query(Long.class)
                    .single(),
            waiting -> waiting > 0);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
