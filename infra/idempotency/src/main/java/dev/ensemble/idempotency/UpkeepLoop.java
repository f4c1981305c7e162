package dev.ensemble.idempotency;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the upkeep at its pace, in a thread of its own: Spring's scheduling would have to be
 * switched on for the whole application, and would share a thread with what else is scheduled
 * there. A pass that fails is logged each time, so that the log does not fall silent while the days
 * made ahead run out.
 */
final class UpkeepLoop implements SmartLifecycle {

  /** With days made ahead, hundreds of tries are seen to fail before it hurts. */
  static final Duration PACE = Duration.ofMinutes(10);

  /** A pass is two short statements; the second asks for its lock for a second at most. */
  private static final Duration STOP_TIME_MAX = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(UpkeepLoop.class);

  private final IntSupplier pass;
  private final Duration pace;
  private @Nullable ScheduledExecutorService thread;

  UpkeepLoop(IntSupplier pass, Duration pace) {
    this.pass = pass;
    this.pace = pace;
  }

  @Override
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("idempotency-upkeep").factory());
    // The start has just made the days; what is expired has time.
    var unused =
        started.scheduleWithFixedDelay(
            this::runGuarded, pace.toNanos(), pace.toNanos(), TimeUnit.NANOSECONDS);
    thread = started;
  }

  /** A pass that throws would end the schedule for good. */
  private void runGuarded() {
    try {
      log.debug("{} days were made or dropped", pass.getAsInt());
    } catch (Throwable failure) {
      log.error("The upkeep of idempotency.answers failed; it is tried again in {}", pace, failure);
    }
  }

  @Override
  public synchronized void stop() {
    ScheduledExecutorService running = thread;
    thread = null;
    if (running == null) {
      return;
    }
    running.shutdown();
    try {
      if (!running.awaitTermination(STOP_TIME_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
        running.shutdownNow();
      }
    } catch (InterruptedException hurry) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
