package dev.ensemble.chaos.fault;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks until it sees, for a while. */
final class Patience {
  /**
   * A service has ten seconds for what it is doing when it is asked to end, and its supervisor
   * starts it again within a second; a busy machine takes its time.
   */
  static final Duration BACK_WITHIN = Duration.ofSeconds(90);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private Patience() {}

  /** Whether it was seen in time; a look that fails has not seen it. */
  static boolean until(Duration atMost, Callable<Boolean> look) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      if (sees(look)) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static boolean sees(Callable<Boolean> look) throws InterruptedException {
    try {
      return look.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception notYet) {
      return false;
    }
  }
}
