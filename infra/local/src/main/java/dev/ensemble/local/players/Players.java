package dev.ensemble.local.players;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Many customers at once, each with one order after the other. */
public final class Players {
  /** A cancellation that lost its race, or an order that a fault delayed, is played again. */
  private static final int ATTEMPTS_MAX = 5;

  private final Shop shop;
  private final int atOnceMax;
  private final Duration pause;
  private final Consumer<Outcome> eachEnd;
  private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
  private final Tally tally = new Tally();
  private volatile @Nullable RuntimeException failure;

  /**
   * Gathers the customers; they come with {@link #play}.
   *
   * @param atOnceMax how many orders are on their way at any moment
   * @param pause between two orders placed; zero for as fast as it goes
   * @param eachEnd told of each order as it ends, from several threads
   */
  public Players(Shop shop, int atOnceMax, Duration pause, Consumer<Outcome> eachEnd) {
    this.shop = shop;
    this.atOnceMax = atOnceMax;
    this.pause = pause;
    this.eachEnd = eachEnd;
  }

  /** Plays the orders to their ends. */
  public Tally play(Stream<Plan> plans) throws InterruptedException {
    Semaphore free = new Semaphore(atOnceMax);
    Iterator<Plan> next = plans.iterator();
    while (next.hasNext() && failure == null) {
      Plan plan = next.next();
      free.acquire();
      customers.execute(
          () -> {
            play(plan);
            free.release();
          });
      Thread.sleep(pause);
    }
    free.acquire(atOnceMax);
    if (failure != null) {
      throw failure;
    }
    return tally;
  }

  private void play(Plan plan) {
    tally.plan(plan.kind());
    try {
      for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        Outcome outcome = new Player(shop, plan).play();
        tally.see(outcome);
        eachEnd.accept(outcome);
        if (outcome.asPlanned()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** What has been played so far. */
  public Tally tally() {
    return tally;
  }

  /** Sends everybody home, whatever has become of their orders. */
  public void stop() {
    customers.shutdownNow();
  }
}
