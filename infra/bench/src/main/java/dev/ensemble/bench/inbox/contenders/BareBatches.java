package dev.ensemble.bench.inbox.contenders;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The limit: as many threads with as many records a poll, one transaction each, and nothing is
 * remembered, told apart, isolated or parked. A record that comes again acts again.
 */
final class BareBatches implements Consuming {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder done = new LongAdder();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private volatile boolean stopping;

  private BareBatches() {}

  static Consuming consume(Task task, Latency latency) {
    BareBatches batches = new BareBatches();
    for (int n = 0; n < task.settings().threads(); n++) {
      batches.threads.add(
          Thread.ofPlatform().name("limit-" + n).start(() -> batches.loop(task, latency)));
    }
    return batches;
  }

  private void loop(Task task, Latency latency) {
    try (BareBatch batch = new BareBatch(task, latency)) {
      while (!stopping) {
        done.add(batch.runOnce());
      }
    } catch (SQLException | RuntimeException failure) {
      broken.set(failure);
    }
  }

  @Override
  public Tally tally() {
    Throwable failure = broken.get();
    if (failure != null) {
      throw new IllegalStateException("a thread has ended", failure);
    }
    return new Tally(done.sum(), 0, 0);
  }

  @Override
  public void close() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        if (!thread.join(STOP_WITHIN)) {
          throw new IllegalStateException(thread.getName() + " does not end");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
