package dev.ensemble.payment.stdio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A database that starts while the rest of the process does. */
final class DatabaseStart {
  /** Unpacking and making a cluster take two seconds; on a machine with much to do, far longer. */
  static final long SECONDS_MAX = 60;

  private final Path folder;
  private final FutureTask<EmbeddedDatabase> task;

  private DatabaseStart(Path folder, FutureTask<EmbeddedDatabase> task) {
    this.folder = folder;
    this.task = task;
  }

  static DatabaseStart begin(Path folder) {
    FutureTask<EmbeddedDatabase> task = new FutureTask<>(() -> EmbeddedDatabase.start(folder));
    Thread.ofPlatform().daemon().name("database-start").start(task);
    return new DatabaseStart(folder, task);
  }

  Path folder() {
    return folder;
  }

  EmbeddedDatabase await() {
    try {
      return task.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the database did not start: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the database did not start in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database was starting", e);
    }
  }

  /** Stops what was started; a start that is under way is waited for, or it would outlive us. */
  void stop() throws IOException {
    EmbeddedDatabase database;
    try {
      database = await();
    } catch (IllegalStateException neverThere) {
      return;
    }
    database.stop();
  }
}
