package dev.ensemble.testkit.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Produce requests of one client to one topic of the test's broker, each of which stands before the
 * broker looks at its records until it is let pass. A broker takes one request after the other from
 * a connection, so those behind it stand, too.
 */
public final class HeldWrites implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  // Each handler of the broker's stands at most once.
  private static final int STANDING_MAX = 1_000;
  private static final Set<HeldWrites> HELD = ConcurrentHashMap.newKeySet();

  private final String clientId;
  private final String topic;
  private final AtomicInteger arrived = new AtomicInteger();
  private final Semaphore passes = new Semaphore(0);
  private volatile boolean passing;

  private HeldWrites(String clientId, String topic) {
    this.clientId = clientId;
    this.topic = topic;
  }

  /**
   * From now on, until it is closed.
   *
   * @throws IllegalStateException where the test's broker runs in a container
   */
  public static HeldWrites of(String clientId, String topic) {
    BrokerInReach.check(HeldWrites.class);
    HeldWrites held = new HeldWrites(clientId, topic);
    HELD.add(held);
    return held;
  }

  /** Called by the broker, for each topic of a request. */
  static void arrive(String clientId, String topic) {
    for (HeldWrites held : HELD) {
      if (held.clientId.equals(clientId) && held.topic.equals(topic)) {
        held.hold();
      }
    }
  }

  private void hold() {
    arrived.incrementAndGet();
    try {
      // A test that forgets it must not hold the broker for ever.
      boolean unused = passing || passes.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The broker is told to stop.
    }
  }

  /** Returns when so many requests have arrived since the beginning, those that passed included. */
  public void awaitArrived(int requests) {
    await().atMost(PATIENCE).until(() -> arrived.get() >= requests);
  }

  /** Lets one pass, the one that stands or else the next. */
  public void passOne() {
    passes.release();
  }

  /** Lets all pass from now on. */
  public void passAll() {
    passing = true;
    passes.release(STANDING_MAX);
  }

  @Override
  public void close() {
    HELD.remove(this);
    passAll();
  }
}
