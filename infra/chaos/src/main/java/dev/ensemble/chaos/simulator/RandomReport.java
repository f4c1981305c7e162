package dev.ensemble.chaos.simulator;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Many orders at random, told as they go. */
final class RandomReport {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  private final Mutation mutation;
  private final PrintWriter screen;
  private long toldAt = System.nanoTime();

  RandomReport(Mutation mutation, PrintWriter screen) {
    this.mutation = mutation;
    this.screen = screen;
  }

  /** Whether everything holds, and everything has happened that must have. */
  boolean run(long seed, long ordersMax, Duration timeMax) {
    screen.printf(Locale.ROOT, "Orders at random, seed %d%n", seed);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpuStart = threads.getCurrentThreadCpuTime();
    RandomRun.Result result = RandomRun.run(seed, ordersMax, timeMax, mutation, this::progress);
    double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e9;
    RandomRun.Failed failed = result.failed();
    if (failed != null) {
      screen.printf(
          Locale.ROOT,
          "%nAfter %,d orders, in a world of %d steps; the shortest way to it that was found:%n%s%n"
              + "Once more: ./infra/chaos/simulate --seed %d --orders %d%s%n",
          result.orders(),
          failed.steps(),
          failed.story(),
          failed.seed(),
          RandomRun.ORDERS_PER_WORLD,
          mutation == Mutation.NONE ? "" : " --mutation " + mutation);
      return false;
    }
    tell(result, cpuSeconds);
    return hasAllHappened(result.tally());
  }

  private void progress(long orders) {
    long now = System.nanoTime();
    if (now - toldAt >= PROGRESS_EVERY.toNanos()) {
      screen.printf(Locale.ROOT, "  … %,d orders%n", orders);
      screen.flush();
      toldAt = now;
    }
  }

  private void tell(RandomRun.Result result, double cpuSeconds) {
    screen.println("  what happened");
    for (Sometimes what : Sometimes.values()) {
      screen.printf(Locale.ROOT, "  %,12d  %s%n", result.tally().count(what), what.title());
    }
    screen.println("  how orders ended");
    result
        .tally()
        .endings()
        .forEach((ending, count) -> screen.printf(Locale.ROOT, "  %,12d  %s%n", count, ending));
    screen.printf(
        Locale.ROOT,
        "  %,d orders, %,d steps in %.1f s: %,.0f orders a second, %,.0f per second of one core;"
            + " history %016x%n",
        result.orders(),
        result.steps(),
        result.took().toMillis() / 1e3,
        result.ordersPerSecond(),
        result.orders() / Math.max(0.001, cpuSeconds),
        result.fingerprint());
  }

  private boolean hasAllHappened(Tally tally) {
    List<Sometimes> never = tally.never();
    if (never.isEmpty()) {
      screen.println("  everything holds");
      return true;
    }
    screen.println("No proof: everything holds, but these never happened; run more orders:");
    never.forEach(what -> screen.println("  " + what.title()));
    return false;
  }
}
