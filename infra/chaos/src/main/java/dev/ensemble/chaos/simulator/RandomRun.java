package dev.ensemble.chaos.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** World after world at random, until enough orders have ended or the time is up. */
final class RandomRun {
  /** Enough to share accounts and shelves; few enough for one history to be shrunk in seconds. */
  static final int ORDERS_PER_WORLD = 300;

  private final long seed;
  private final Mutation mutation;
  private final Tally tally = new Tally();
  private long orderCount;
  private long stepCount;

  /** Prime; so that histories in another order have another print. */
  private static final long PRINT_FACTOR = 0x100_0000_01B3L;

  private long fingerprint;

  /**
   * What came of a run.
   *
   * @param fingerprint equal for equal histories
   * @param failed the seed of the world that violates something, and its shortest story
   */
  record Result(
      long orders,
      long steps,
      Duration took,
      Tally tally,
      long fingerprint,
      @Nullable Failed failed) {
    double ordersPerSecond() {
      return orders * 1e9 / Math.max(1, took.toNanos());
    }
  }

  /** A world in which an invariant does not hold. */
  record Failed(long seed, int steps, Exploration.Counterexample shortest, String story) {}

  /** Told now and then how many orders have ended. */
  @FunctionalInterface
  interface Progress {
    void at(long orders);
  }

  private RandomRun(long seed, Mutation mutation) {
    this.seed = seed;
    this.mutation = mutation;
  }

  /**
   * Runs worlds whose seeds follow each other.
   *
   * @param ordersMax it ends when so many orders have ended
   * @param timeMax it ends at that time, at the end of a world
   */
  static Result run(
      long seed, long ordersMax, Duration timeMax, Mutation mutation, Progress progress) {
    return new RandomRun(seed, mutation).run(ordersMax, timeMax, progress);
  }

  private Result run(long ordersMax, Duration timeMax, Progress progress) {
    long start = System.nanoTime();
    Duration took = Duration.ZERO;
    for (long world = 0; orderCount < ordersMax && took.compareTo(timeMax) < 0; world++) {
      int orders = (int) Math.min(ORDERS_PER_WORLD, ordersMax - orderCount);
      RandomHistory history = new RandomHistory(seed + world, orders, mutation);
      Violation violation = history.run();
      add(history, orders);
      took = Duration.ofNanos(System.nanoTime() - start);
      if (violation != null) {
        return result(took, failed(seed + world, history, violation));
      }
      progress.at(orderCount);
    }
    return result(took, null);
  }

  private void add(RandomHistory history, int orders) {
    orderCount += orders;
    stepCount += history.steps().size();
    tally.add(history.tally());
    for (Step step : history.steps()) {
      // Not the steps' own hashes: those of enums differ from run to run.
      fingerprint = fingerprint * PRINT_FACTOR ^ step.action().name().hashCode();
      fingerprint = fingerprint * PRINT_FACTOR ^ step.order();
      fingerprint = fingerprint * PRINT_FACTOR ^ step.which();
      fingerprint = fingerprint * PRINT_FACTOR ^ step.detail();
      fingerprint = fingerprint * PRINT_FACTOR ^ step.crash().name().hashCode();
    }
  }

  private Result result(Duration took, @Nullable Failed failed) {
    return new Result(orderCount, stepCount, took, tally, fingerprint, failed);
  }

  private Failed failed(long worldSeed, RandomHistory history, Violation violation) {
    Exploration.Counterexample shortest =
        Shrinker.shrink(
            history.scenario(),
            mutation,
            new Exploration.Counterexample(history.steps(), violation));
    return new Failed(
        worldSeed,
        history.steps().size(),
        shortest,
        Story.tell(history.scenario(), mutation, shortest));
  }
}
