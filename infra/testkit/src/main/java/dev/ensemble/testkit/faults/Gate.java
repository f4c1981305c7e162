package dev.ensemble.testkit.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all connections of a proxy must pass in one direction. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean open = true;
  private Duration delay = Duration.ZERO;
  private Limit limit = Limit.NONE;
  private final AtomicInteger limits = new AtomicInteger();

  /** What may pass on each connection from the moment on when this, the so many-th, was set. */
  record Limit(int number, long bytes) {
    static final Limit NONE = new Limit(0, Long.MAX_VALUE);
  }

  void open(Duration newDelay) {
    set(true, newDelay, Limit.NONE);
  }

  void shut() {
    set(false, Duration.ZERO, Limit.NONE);
  }

  /** So many bytes of each connection pass yet; who has more to say is to be cut off. */
  void limit(long bytes) {
    set(true, Duration.ZERO, new Limit(limits.incrementAndGet(), bytes));
  }

  Limit limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }

  private void set(boolean newOpen, Duration newDelay, Limit newLimit) {
    lock.lock();
    try {
      open = newOpen;
      delay = newDelay;
      limit = newLimit;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitOpen() throws InterruptedException {
    await(Long.MIN_VALUE);
  }

  /** Returns when the gate is open and what was read at that time has been held for its delay. */
  void awaitPassage(long readNanos) throws InterruptedException {
    await(readNanos);
  }

  private void await(long readNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long left =
            readNanos == Long.MIN_VALUE ? 0 : readNanos + delay.toNanos() - System.nanoTime();
        if (!open) {
          changed.await();
        } else if (left <= 0 || changed.awaitNanos(left) <= 0) {
          if (open) {
            return;
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
