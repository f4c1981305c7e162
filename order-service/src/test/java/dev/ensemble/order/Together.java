package dev.ensemble.order;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets several things happen to one order at the same moment: a third party holds the order's row
 * until all of them stand in line for it, so that the race takes place every time.
 */
public final class Together {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final JdbcClient jdbc;
  private final TransactionOperations holder;

  Together(DataSource superuser) {
    jdbc = JdbcClient.create(superuser);
    holder = new TransactionTemplate(new DataSourceTransactionManager(superuser));
  }

  public <T> List<T> at(UUID order, List<Callable<T>> things) {
    return at(order, things, () -> {});
  }

  /** The same, with a look around while all of them stand in line. */
  public <T> List<T> at(UUID order, List<Callable<T>> things, Runnable meanwhile) {
    try (ExecutorService threads = Executors.newFixedThreadPool(things.size())) {
      List<Future<T>> running = new ArrayList<>();
      holder.executeWithoutResult(
          holding -> {
            hold(order);
            for (Callable<T> thing : things) {
              running.add(threads.submit(thing));
            }
            await().atMost(PATIENCE).until(() -> waiting() == things.size());
            meanwhile.run();
          });
      return running.stream().map(Together::result).toList();
    }
  }

  /** What comes of the thing while a third party holds the order's row and does not let go. */
  public <T> T whileHolding(UUID order, Callable<T> thing) {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      return Objects.requireNonNull(
          holder.execute(
              holding -> {
                hold(order);
                return result(thread.submit(thing));
              }));
    }
  }

  /** The thing's result, done by another thread and so in a transaction of its own. */
  public static <T> T elsewhere(Callable<T> thing) {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      return result(thread.submit(thing));
    }
  }

  private void hold(UUID order) {
    int held =
        jdbc.sql("SELECT id FROM orders.orders WHERE id = :id FOR UPDATE")
            .param("id", order)
            .query(UUID.class)
            .list()
            .size();
    if (held != 1) {
      throw new IllegalArgumentException("no order " + order);
    }
  }

  /** Sessions of this database that wait for a lock. */
  private int waiting() {
    return jdbc.sql(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """)
        .query(Integer.class)
        .single();
  }

  private static <T> T result(Future<T> running) {
    try {
      return running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
