package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source from its admission to its end, in a thread of its own. It streams once: after a
 * failure the process ends, it is not started again. A refusal is none, because nothing of it is
 * under way.
 */
final class Source implements Runnable, SourceControl {
  private static final Logger log = LoggerFactory.getLogger(Source.class);
  private static final Duration FAILED_STOP_LIMIT = Duration.ofSeconds(2);

  private final SourceState state;
  private final SourceSettings settings;
  private final RelaySettings relay;
  private final WatchPace pace;
  private final Crash crash;
  private final Thread thread;
  private final Deliveries deliveries;
  private final Admission admission;
  private final RefusedSource refused;
  private final Recovery recovery;
  private boolean recovers;
  private volatile boolean stopping;
  private volatile @Nullable SourceStream stream;

  Source(SourceState state, SourceSettings settings, RelaySettings relay, Crash crash) {
    this(state, settings, relay, WatchPace.of(relay), crash);
  }

  Source(
      SourceState state,
      SourceSettings settings,
      RelaySettings relay,
      WatchPace pace,
      Crash crash) {
    this.state = state;
    state.expectHeartbeats(relay.heartbeat());
    this.settings = settings;
    this.relay = relay;
    this.pace = pace;
    this.crash = crash;
    this.deliveries = new Deliveries(state, settings, relay);
    this.admission =
        new Admission(
            state,
            settings,
            relay.patience(),
            new CatchUp(state, settings, relay, deliveries),
            deliveries::rehearse);
    this.refused = new RefusedSource(state, crash, this::look);
    this.recovery = new Recovery(state.name(), settings, deliveries);
    this.recovers = relay.recover().contains(state.name());
    this.thread = new Thread(this, "source-" + state.name());
    // Not a catch: an Error (a class that is missing, say) would pass it, and leave a process that
    // is down for ever and that nobody restarts.
    thread.setUncaughtExceptionHandler(
        (ended, error) -> fail(RelayFailure.of("The source could not start", error)));
  }

  void start() {
    log.info("Source {} is {}", state.name(), settings);
    thread.start();
  }

  @Override
  public void run() {
    try {
      RelayFailure refusal = streamUntilRefused();
      while (refusal != null && !stopping) {
        refused.awaitMended(refusal);
        log.info("Source {} is refused no longer", state.name());
        refusal = streamUntilRefused();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why the source may not stream; null at its end. */
  private @Nullable RelayFailure streamUntilRefused() throws InterruptedException {
    try {
      if (recovers) {
        recovery.refuseUnlessItMends();
        recovery.dropSlot();
        recovers = false;
      }
      boolean streamed = false;
      while (!streamed && !stopping) {
        // Without a limit, as a standby waits: each round, somebody else reads the slot.
        admission.await();
        streamed = stream();
      }
      return null;
    } catch (RelayFailure e) {
      if (e.isRefusal()) {
        return e;
      }
      throw e;
    }
  }

  /** False if another relay was quicker to read the slot. */
  private boolean stream() throws InterruptedException {
    try (SourceStream newStream =
        new SourceStream(state, settings, relay, pace, deliveries, this::fail)) {
      stream = newStream;
      return stopping || newStream.run();
    } finally {
      stream = null; // Or a stop would end what has ended, and not what waits from now on.
    }
  }

  /** Whether a source that was refused may be admitted now. */
  private Verdict look() throws InterruptedException {
    if (recovers) {
      return recovery.look();
    }
    Verdict verdict = admission.look();
    return verdict instanceof Verdict.Ready ? deliveries.look() : verdict;
  }

  private void fail(RelayFailure failure) {
    if (stopping) {
      return;
    }
    state.enter(Phase.FAILED);
    crash.because(state.name(), failure);
  }

  @Override
  public String name() {
    return state.name();
  }

  SourceState state() {
    return state;
  }

  String slotName() {
    return settings.slot();
  }

  @Override
  public void pause() {
    streaming().pass().pause(true);
    state.pauses(true);
    log.info("Source {} is paused", state.name());
  }

  @Override
  public void resume() {
    streaming().pass().pause(false);
    state.pauses(false);
    log.info("Source {} goes on", state.name());
  }

  @Override
  public boolean isPaused() {
    SourceStream running = stream;
    return running != null && running.pass().isPaused();
  }

  private SourceStream streaming() {
    SourceStream running = stream;
    if (running == null || state.phase() != Phase.STREAMING) {
      throw new RelayFailure(
          ExitCode.FAILED,
          "Source %s does not stream now: it is %s".formatted(state.name(), state.phase()),
          null);
    }
    return running;
  }

  @Override
  public List<Quarantined> quarantined() {
    return Retry.shown(streaming().delivery().outlet().quarantine().all());
  }

  /** Null where it is not known here, because this process does not stream. */
  @Nullable List<Quarantined> quarantined(Page page) {
    Quarantine known = knownQuarantine();
    return known == null
        ? null
        : Retry.shown(known.all().stream().skip(page.from()).limit(page.rows()).toList());
  }

  /** Null where it is not known here. */
  @Nullable Integer quarantinedCount() {
    Quarantine known = knownQuarantine();
    return known == null ? null : known.count();
  }

  private @Nullable Quarantine knownQuarantine() {
    SourceStream running = stream;
    return running == null || state.phase() != Phase.STREAMING
        ? null
        : running.delivery().outlet().quarantine();
  }

  @Override
  public RetryResult retryQuarantined() throws InterruptedException {
    SourceStream running = streaming();
    return running.commands().ask(() -> new Retry(settings).run(running.delivery()));
  }

  @Override
  public Discarded discard(DiscardOrder order) throws InterruptedException {
    SourceStream running = streaming();
    return new Discarding(state.name(), settings)
        .run(running.delivery(), running.commands(), order);
  }

  @Override
  public Recovered recover() throws InterruptedException {
    if (state.phase() == Phase.STANDBY) {
      throw new RelayFailure(
          ExitCode.FAILED,
          "Source %s stands by; tell the relay that leads: %s"
              .formatted(state.name(), state.waitsFor()),
          null);
    }
    recovery.refuseUnlessItMends();
    log.warn("Source {} is told to recover: its slot is dropped", state.name());
    if (state.phase() == Phase.REFUSED) {
      // Nothing of it runs, so nothing need end: the look that follows makes the slot anew.
      return new Recovered(refused.commands().ask(recovery::dropSlot), false);
    }
    boolean dropped;
    String outcome = "its slot could not be dropped";
    try {
      stop(relay.stopWithin());
      dropped = recovery.dropSlot();
      outcome =
          "its slot was dropped on command; the next start publishes from the table what is on no"
              + " topic, and streams from a new slot";
    } finally {
      // Whatever came of it: a source that is stopped does not start again in this process.
      crash.because(state.name(), new RelayFailure(ExitCode.RECOVERING, outcome, null));
    }
    return new Recovered(dropped, true);
  }

  /** Ends within the time given, or is left behind for the process's own end. */
  void stop(Duration within) throws InterruptedException {
    // What does not stream has nothing to finish, and its restart should not wait.
    boolean failed = state.phase() == Phase.FAILED || state.phase() == Phase.REFUSED;
    Duration limit = failed ? FAILED_STOP_LIMIT : within;
    long deadline = System.nanoTime() + limit.toNanos();
    stopping = true;
    SourceStream running = stream;
    if (running == null) {
      thread.interrupt();
    } else {
      running.stop(limit);
    }
    thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    if (!failed) {
      state.enter(Phase.STOPPED);
    }
    log.info("Source {} is stopped, {} events published", state.name(), state.publishedCount());
  }
}
