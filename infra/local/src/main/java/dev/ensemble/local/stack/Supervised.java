package dev.ensemble.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one process running: starts it, says when it is ready, and starts it again where it ends by
 * itself. The relay is crash-only and relies on this.
 */
public final class Supervised {
  /** A service needs some ten seconds, on an overloaded machine a minute; past this it is stuck. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** A program that ends before it was ever ready seldom does better the third time. */
  private static final int STARTS_BEFORE_READY_MAX = 3;

  private final Startable program;
  private final Narrator narrator;
  private final Overseer overseer;
  private final RestartBudget budget = new RestartBudget();
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
  private @Nullable Running running;
  private boolean stopping;
  private final Set<Hold> holds = new HashSet<>();
  private boolean starting;
  private int starts;
  private volatile boolean ready;

  Supervised(Startable program, Narrator narrator, Overseer overseer) {
    this.program = program;
    this.narrator = narrator;
    this.overseer = overseer;
  }

  /** Begins; the future ends when the process is ready for the first time, or will never be. */
  CompletableFuture<Void> begin() {
    Thread.ofVirtual().name("supervise-" + program.name()).start(this::keepRunning);
    return firstReady;
  }

  /** Ends, exceptionally, when the process keeps ending and is not started any more. */
  CompletableFuture<Void> givenUp() {
    return givenUp;
  }

  public String name() {
    return program.name();
  }

  /** Whether the process that runs now has been ready. */
  public boolean ready() {
    return ready;
  }

  /** How often the process has been started so far. */
  public synchronized int starts() {
    return starts;
  }

  /** The process that runs now, or that ran last. */
  public synchronized long pid() {
    if (running == null) {
      throw new IllegalStateException(program.name() + " was never started");
    }
    return running.pid();
  }

  /**
   * The life that it lives now.
   *
   * @throws IllegalStateException where no process runs
   */
  public synchronized Life life() {
    if (starting || running == null || !running.alive()) {
      throw new IllegalStateException(program.name() + " is down");
    }
    return new Life(starts, running.handle());
  }

  private void keepRunning() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = once();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** One life of the process, and the pause after it. Whether another one follows. */
  private boolean once() throws InterruptedException {
    try {
      Instant startedAt = Instant.now();
      Running now = start();
      if (now == null) {
        return false;
      }
      awaitReady(now, startedAt);
      OptionalInt code = now.awaitExit();
      ready = false;
      tell(() -> overseer.ended(program.name(), now.pid(), code));
      return !isStopping() && pauseAfter(program.name() + " ended by itself" + exit(code));
    } catch (RuntimeException cannotStart) {
      String why = program.name() + " cannot be started: " + cannotStart;
      if (overseer.givesUp()) {
        giveUp(why);
        return false;
      }
      // A full disk, say, or a server whose predecessor has not gone altogether.
      return !isStopping() && pauseAfter(why);
    }
  }

  /** A history that cannot be written is no reason to leave a process unattended. */
  private void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException unheard) {
      narrator.say("  nobody could be told of " + program.name() + ": " + unheard);
    }
  }

  private @Nullable Running start() throws InterruptedException {
    synchronized (this) {
      while (!holds.isEmpty() && !stopping) {
        wait();
      }
      if (stopping) {
        return null;
      }
      starts++;
      starting = true;
    }
    // Not under the lock: a server that recovers takes a while, and others ask for its state.
    Running started = null;
    try {
      started = program.start();
    } finally {
      over(started);
    }
    long pid = started.pid();
    tell(() -> overseer.started(program.name(), pid));
    return started;
  }

  private synchronized void over(@Nullable Running started) {
    if (started != null) {
      running = started;
    }
    starting = false;
    notifyAll();
  }

  /** From here on, should it end, it is not started again before the release. */
  public synchronized Hold hold() {
    Hold hold = new Hold();
    holds.add(hold);
    return hold;
  }

  /** Ends every hold that there is, whoever has it. */
  public synchronized void releaseAll() {
    holds.clear();
    notifyAll();
  }

  private synchronized void release(Hold hold) {
    holds.remove(hold);
    notifyAll();
  }

  /** Keeps a process from being started. One of several ends by itself alone. */
  public final class Hold {
    private Hold() {}

    /** Once is enough; again is nothing. */
    public void release() {
      Supervised.this.release(this);
    }
  }

  private void awaitReady(Running process, Instant startedAt) throws InterruptedException {
    while (process.alive() && !isStopping()) {
      Duration waited = Duration.between(startedAt, Instant.now());
      if (program.ready()) {
        ready = true;
        narrator.say(
            "  %-18s %-11s after %6s   %s"
                .formatted(
                    program.name(),
                    starts() == 1 ? "ready" : "ready again",
                    Seconds.of(waited),
                    program.address()));
        tell(() -> overseer.ready(program.name(), process.pid()));
        firstReady.complete(null);
        return;
      }
      if (waited.compareTo(READY_WITHIN) > 0) {
        narrator.say(
            "  %s is not ready after %d s: ending it"
                .formatted(program.name(), READY_WITHIN.toSeconds()));
        process.kill();
        return;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private boolean pauseAfter(String how) throws InterruptedException {
    Optional<Duration> pause =
        overseer.givesUp() ? budget.next(Instant.now()) : Optional.of(RestartBudget.FIRST_PAUSE);
    if (pause.isEmpty()) {
      giveUp(
          "%s, and did so %d times within a minute before: not starting it again"
              .formatted(how, RestartBudget.RESTARTS_PER_WINDOW_MAX));
      return false;
    }
    if (overseer.givesUp() && !firstReady.isDone() && starts() == STARTS_BEFORE_READY_MAX) {
      giveUp("%s, the %d. time before it was ready".formatted(how, STARTS_BEFORE_READY_MAX));
      return false;
    }
    narrator.say("  %s: starting it again in %s".formatted(how, Seconds.of(pause.get())));
    Thread.sleep(pause.get());
    return true;
  }

  private static String exit(OptionalInt code) {
    return code.isPresent() ? " (exit code " + code.getAsInt() + ")" : "";
  }

  private void giveUp(String why) {
    String end = String.join("\n    ", LogTail.of(program.log()));
    Refusal refusal =
        new Refusal("%s. Its log, %s, ends:%n    %s".formatted(why, program.log(), end));
    firstReady.completeExceptionally(refusal);
    givenUp.completeExceptionally(refusal);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Stops the process for good: asks, waits for as long as the patience lasts, then kills. */
  void stop(Duration patience) {
    Running last = last();
    if (last == null) {
      return;
    }
    try {
      last.stop(patience);
    } catch (InterruptedException e) {
      last.kill();
      Thread.currentThread().interrupt();
    }
  }

  /** The one that is being started, too: it is waited for, so that it is not left behind. */
  private synchronized @Nullable Running last() {
    expectEnd();
    while (starting) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return running;
  }

  /** From here on the process is not started again, whatever ends it. */
  synchronized void expectEnd() {
    stopping = true;
    notifyAll();
    firstReady.cancel(false); // nobody waits for what will not come
  }

  /** Ends the process at once, without asking it. */
  void kill() {
    Running last = last();
    if (last != null) {
      last.kill();
    }
  }
}
