package dev.ensemble.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * when it changes, not each time.
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
  private @Nullable Thread thread;
  private CountDownLatch stopAsked = new CountDownLatch(1);

  /**
   * @param name the thread's name, and the worker's in the log
   * @param pace the pause after a pass that found nothing to do; zero where the pass itself waits
   * @param pass one bounded pass; returns how many things it did, 0 for none
   * @param autoStart whether the loop starts with the application
   */
  public WorkerLoop(String name, Duration pace, IntSupplier pass, boolean autoStart) {
    if (pace.isNegative()) {
      throw new IllegalArgumentException("the pace of " + name + " is negative: " + pace);
    }
    this.name = name;
    this.pace = pace;
    this.pass = pass;
    this.autoStart = autoStart;
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
    int failures = 0;
    String told = "";
    while (stop.getCount() > 0) {
      Duration pause;
      try {
        pause = pass.getAsInt() > 0 ? Duration.ZERO : pace;
        if (failures > 0) {
          log.info("{} works again", name);
        }
        failures = 0;
        told = "";
      } catch (Throwable failure) {
        failures++;
        pause = BACKOFF.after(failures);
        told = tell(failure, told);
      }
      if (endsWithin(pause, stop)) {
        return;
      }
    }
  }

  private String tell(Throwable failure, String told) {
    String reason = Reasons.of(failure);
    if (!reason.equals(told)) {
      log.error("{} failed and tries again, silently while the reason is the same", name, failure);
    }
    return reason;
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
