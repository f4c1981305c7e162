package dev.ensemble.chaos.load;

import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.players.Plan;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Customers who come at their own pace, whatever becomes of those before them. */
public final class Customers implements AutoCloseable {
  /** Who waits for an answer from a silent network; beyond, nobody comes until some have gone. */
  private static final int AT_ONCE_MAX = 400;

  /** The longest visit: five attempts of some seconds for each of a few calls. */
  private static final Duration LEAVE_WITHIN = Duration.ofMinutes(3);

  /**
   * After the last fault everything answers; more than these rounds would hide that it does not.
   */
  private static final int ROUNDS_MAX = 10;

  private final Client client;
  private final Semaphore room = new Semaphore(AT_ONCE_MAX);
  private final ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong came = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile boolean closing;

  public Customers(SystemUnderTest system, History history) {
    this.client = new Client(system, history);
  }

  /**
   * Lets customers come, until {@link #stopComing}.
   *
   * @param perSecond how many, at most
   */
  public void come(Stream<Plan> plans, double perSecond) throws InterruptedException {
    Iterator<Plan> next = plans.iterator();
    long nanosBetween = (long) (1e9 / perSecond);
    long due = System.nanoTime();
    while (!closing) {
      room.acquire();
      Plan plan = next.next();
      came.incrementAndGet();
      visits.execute(() -> visit(plan));
      // Who could not come in time does not come later: a crowd would only show how a crowd fares.
      due = Math.max(due + nanosBetween, System.nanoTime());
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
  }

  private void visit(Plan plan) {
    try {
      new Visit(client, plan, acknowledged).make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  /** Who is there stays; nobody else comes. */
  public void stopComing() {
    closing = true;
  }

  /** Waits until the last one has gone. */
  public boolean awaitLast() throws InterruptedException {
    boolean gone = room.tryAcquire(AT_ONCE_MAX, LEAVE_WITHIN.toSeconds(), TimeUnit.SECONDS);
    if (gone) {
      room.release(AT_ONCE_MAX);
    }
    return gone;
  }

  /**
   * Asks again for what nobody knows the end of, now that everything answers.
   *
   * @return how many wishes are left of which it is still not known
   */
  public int settle() throws InterruptedException {
    int left = client.unknown();
    for (int round = 0; round < ROUNDS_MAX && left > 0; round++) {
      left = client.askForUnknown();
    }
    return left;
  }

  /** How many have come. */
  public long came() {
    return came.get();
  }

  /** How many of their orders were acknowledged. */
  public long acknowledged() {
    return acknowledged.get();
  }

  @Override
  public void close() {
    closing = true;
    visits.shutdownNow();
  }
}
