package dev.ensemble.testkit.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Processes that are started ahead, beside the one that is being killed: a drill is as long as its
 * starts take.
 */
final class Standbys implements AutoCloseable {
  /** A start keeps more than one core busy for part of its time, and never two. */
  private static final int AHEAD = 2;

  private final ExecutorService starters = Executors.newFixedThreadPool(AHEAD);
  private final Deque<CompletableFuture<ServiceProcess>> ahead = new ArrayDeque<>();
  private final Supplier<ServiceProcess> start;
  private int left;

  /**
   * @param count how many will be asked for in all
   */
  Standbys(int count, Supplier<ServiceProcess> start) {
    this.left = count;
    this.start = start;
    for (int i = 0; i < AHEAD; i++) {
      startOne();
    }
  }

  private void startOne() {
    if (left > 0) {
      left--;
      ahead.add(CompletableFuture.supplyAsync(start, starters));
    }
  }

  ServiceProcess next() {
    ServiceProcess next = ahead.remove().join();
    startOne();
    return next;
  }

  @Override
  public void close() {
    ahead.forEach(Standbys::end);
    starters.close();
  }

  private static void end(CompletableFuture<ServiceProcess> standby) {
    try {
      standby.join().close();
    } catch (CompletionException e) {
      // It did not start, which whoever asked for it was told, or nobody has missed.
    }
  }
}
