package dev.ensemble.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The loop around a worker's bounded pass: it owns pace, backoff and stopping; the pass owns the
 * work and returns how much it did. Tests call the pass and leave the loop out.
 *
 * <p>A pass that found work is followed by the next at once; one that found none, by a pause. A
 * pass that throws never ends the loop: the pauses grow up to ten seconds, and the reason is logged
 * when it changes, not each time. Where it goes on for a minute, health {@code workers} is DOWN,
 * for every loop that is a bean.
 */
public final class WorkerLoop implements SmartLifecycle {

  /** Soon enough to hide a hiccup, and at most six useless attempts a minute in an outage. */
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  private static final Logger log = LoggerFactory.getLogger(WorkerLoop.class);

  private final String name;
  private final Duration pace;
  private final IntSupplier pass;
  private final boolean autoStart;
  private final Clock clock;

  /** Written by the loop's thread and read by any. */
  private volatile @Nullable Failing failing;

  private @Nullable Thread thread;
  private CountDownLatch stopAsked = new CountDownLatch(1);

  /** So many passes in a row, the first of them then. */
  private record Failing(Instant since, int passes, String reason) {}

  /**
   * @param name the thread's name, and the worker's in the log
   * @param pace the pause after a pass that found nothing to do; zero where the pass itself waits
   * @param pass one bounded pass; returns how many things it did, 0 for none
   * @param autoStart whether the loop starts with the application
   */
  public WorkerLoop(String name, Duration pace, IntSupplier pass, boolean autoStart) {
    // By the real time, even where the application's Clock is another: so long is nothing done.
    this(name, pace, pass, autoStart, Clock.systemUTC());
  }

  WorkerLoop(String name, Duration pace, IntSupplier pass, boolean autoStart, Clock clock) {
    if (pace.isNegative()) {
      throw new IllegalArgumentException("the pace of " + name + " is negative: " + pace);
    }
    this.name = name;
    this.pace = pace;
    this.pass = pass;
    this.autoStart = autoStart;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  /**
   * Why it gets nothing done, if that has been so for at least this long: classes and SQLSTATEs
   * alone, as a failure's text may hold what is not for everybody. The text is in the log.
   */
  Optional<String> troubleSince(Duration least) {
    if (hasEndedUnasked()) {
      return Optional.of("its thread has ended although nobody asked it to");
    }
    Failing now = failing;
    return now == null || clock.instant().isBefore(now.since().plus(least))
        ? Optional.empty()
        : Optional.of("has failed since " + now.since() + ": " + now.reason());
  }

  private synchronized boolean hasEndedUnasked() {
    return thread != null && !thread.isAlive() && stopAsked.getCount() > 0;
  }

  @Override
  public boolean isAutoStartup() {
    return autoStart;
  }

  @Override
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    CountDownLatch stop = new CountDownLatch(1);
    stopAsked = stop;
    thread = Thread.ofPlatform().name(name).start(() -> run(stop));
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null && thread.isAlive();
  }

  /**
   * Ends the loop after the running pass, which is interrupted after five seconds and left to the
   * process's end one second later.
   */
  @Override
  public void stop() {
    stop(List.of(this));
  }

  /** All are asked before the first is waited for, and all share the time that one has. */
  static void stop(List<WorkerLoop> loops) {
    loops.forEach(WorkerLoop::askToStop);
    try {
      List<WorkerLoop> late = runningAfter(StopTime.PASS_MAX, loops);
      for (WorkerLoop loop : late) {
        log.warn(
            "{} has not ended its pass within {}: it is interrupted", loop.name, StopTime.PASS_MAX);
        loop.interrupt();
      }
      for (WorkerLoop loop : runningAfter(StopTime.INTERRUPTED_MAX, late)) {
        log.warn(
            "{} goes on although it was interrupted: it is left to the process's end", loop.name);
      }
    } catch (InterruptedException hurry) {
      loops.forEach(WorkerLoop::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private static List<WorkerLoop> runningAfter(Duration time, List<WorkerLoop> loops)
      throws InterruptedException {
    StopTime all = StopTime.of(time);
    List<WorkerLoop> late = new ArrayList<>();
    for (WorkerLoop loop : loops) {
      Thread running = loop.running();
      if (running != null && !running.join(all.rest())) {
        late.add(loop);
      }
    }
    return late;
  }

  /**
   * Does not wait in the caller's thread, so that the workers of an application end side by side.
   */
  @Override
  public void stop(Runnable callback) {
    Thread.ofVirtual()
        .name(name + "-stop")
        .start(
            () -> {
              stop();
              callback.run();
            });
  }

  private synchronized @Nullable Thread running() {
    return thread;
  }

  private synchronized void askToStop() {
    stopAsked.countDown();
  }

  private synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run(CountDownLatch stop) {
    failing = null;
    while (stop.getCount() > 0) {
      if (endsWithin(step(), stop)) {
        break;
      }
    }
    failing = null;
  }

  /** One pass, whatever becomes of it; answers how long to pause after it. */
  Duration step() {
    try {
      int done = pass.getAsInt();
      if (failing != null) {
        log.info("{} works again", name);
      }
      failing = null;
      return done > 0 ? Duration.ZERO : pace;
    } catch (Throwable failure) {
      Failing now = failingAfter(failure, failing);
      failing = now;
      return BACKOFF.after(now.passes());
    }
  }

  private Failing failingAfter(Throwable failure, @Nullable Failing before) {
    String reason = Reasons.of(failure);
    if (before == null || !reason.equals(before.reason())) {
      log.error("{} failed and tries again, silently while the reason is the same", name, failure);
    }
    return before == null
        ? new Failing(clock.instant(), 1, reason)
        : new Failing(before.since(), before.passes() + 1, reason);
  }

  private static boolean endsWithin(Duration pause, CountDownLatch stop) {
    try {
      return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
