package dev.ensemble.chaos.fault;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is being hit at the moment. A schedule hits nothing twice at one time by its plan; this is
 * what holds where the machine is slower than the plan.
 */
final class Targets {
  private final Set<String> taken = new HashSet<>();

  /** All of them or none; whether they were free in time. */
  synchronized boolean take(List<String> targets, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!Collections.disjoint(taken, targets)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    taken.addAll(targets);
    return true;
  }

  synchronized void free(Collection<String> targets) {
    taken.removeAll(targets);
    notifyAll();
  }
}
