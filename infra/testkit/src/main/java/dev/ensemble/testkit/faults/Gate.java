package dev.ensemble.testkit.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all connections of a proxy must pass in one direction. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean open = true;
  private Duration delay = Duration.ZERO;
  private Limit limit = Limit.NONE;
  private final AtomicInteger limits = new AtomicInteger();
  private @Nullable Wire wire;
  private long bytesHeld;
  private long tripped;
  private long cutOff;

  /** What may pass on each connection from the moment on when this, the so many-th, was set. */
  record Limit(int number, long bytes) {
    static final Limit NONE = new Limit(0, Long.MAX_VALUE);
  }

  /** A wire, the so many-th that was stretched. */
  record Wire(int number, TcpProxy.Wire what) {}

  void open(Duration newDelay) {
    set(true, newDelay, Limit.NONE, null);
  }

  void shut() {
    set(false, Duration.ZERO, Limit.NONE, null);
  }

  void stretch(TcpProxy.Wire newWire) {
    set(true, Duration.ZERO, Limit.NONE, new Wire(limits.incrementAndGet(), newWire));
  }

  /** So many bytes of each connection pass yet; who has more to say is to be cut off. */
  void limit(long bytes) {
    set(true, Duration.ZERO, new Limit(limits.incrementAndGet(), bytes), null);
  }

  Limit limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }

  private void set(boolean newOpen, Duration newDelay, Limit newLimit, @Nullable Wire newWire) {
    lock.lock();
    try {
      open = newOpen;
      delay = newDelay;
      limit = newLimit;
      wire = newWire;
      tripped = 0;
      bytesHeld = 0;
      cutOff = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many have come to the wire since it was stretched. */
  long tripped() {
    lock.lock();
    try {
      return tripped;
    } finally {
      lock.unlock();
    }
  }

  /** The wire that is stretched now, if there is one. */
  @Nullable Wire wire() {
    lock.lock();
    try {
      return wire;
    } finally {
      lock.unlock();
    }
  }

  /** Where it passes, when it has passed; else it waits until the wire is gone. */
  void trip(Wire over) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      tripped++;
      while (!over.what().passes() && over.equals(wire)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that did not pass at once since the mode was set: it was shut, or they were late. */
  long bytesHeld() {
    lock.lock();
    try {
      return bytesHeld;
    } finally {
      lock.unlock();
    }
  }

  /** Connections that had more to say than they might, since the mode was set. */
  long cutOff() {
    lock.lock();
    try {
      return cutOff;
    } finally {
      lock.unlock();
    }
  }

  void countCutOff() {
    lock.lock();
    try {
      cutOff++;
    } finally {
      lock.unlock();
    }
  }

  void awaitOpen() throws InterruptedException {
    await(Long.MIN_VALUE, 0);
  }

  /** Returns when the gate is open and what was read at that time has been held for its delay. */
  void awaitPassage(long readNanos, int bytes) throws InterruptedException {
    await(readNanos, bytes);
  }

  private void await(long readNanos, int bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!open || left(readNanos) > 0) {
        bytesHeld += bytes;
      }
      while (true) {
        long left = left(readNanos);
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

  private long left(long readNanos) {
    return readNanos == Long.MIN_VALUE ? 0 : readNanos + delay.toNanos() - System.nanoTime();
  }
}
