package dev.ensemble.relay;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source from its admission to its end, in a thread of its own. It runs once: after a failure
 * the process ends, it is not started again.
 */
final class Source implements Runnable, SourceControl {
  private static final Logger log = LoggerFactory.getLogger(Source.class);
  private static final Duration FAILED_STOP_LIMIT = Duration.ofSeconds(2);
  private static final Duration CLOSE_AGAIN_AFTER = Duration.ofMillis(50);

  private final SourceState state;
  private final SourceSettings settings;
  private final RelaySettings relay;
  private final Crash crash;
  private final Thread thread;
  private final SlotWatch watch;
  private final Commands commands = new Commands();
  private final Deliveries deliveries;
  private volatile boolean stopping;
  private volatile @Nullable PublishPass pass;
  private volatile @Nullable Delivery delivery;
  private volatile @Nullable DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;

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
    this.deliveries = new Deliveries(state, settings, relay);
    this.crash = crash;
    this.thread = new Thread(this, "source-" + state.name());
    // Not a catch: an Error (a class that is missing, say) would pass it, and leave a process that
    // is down for ever and that nobody restarts.
    thread.setUncaughtExceptionHandler(
        (ended, error) -> fail(RelayFailure.of("The source could not start", error)));
    this.watch = new SlotWatch(state, settings, pace, this::fail);
  }

  void start() {
    log.info("Source {} is {}", state.name(), settings);
    thread.start();
  }

  @Override
  public void run() {
    try {
      if (relay.recover().contains(state.name())) {
        refuseUnrecoverable();
        new LostSlot(state.name(), settings).drop();
      }
      new Admission(
              state,
              settings,
              relay.patience(),
              new CatchUp(state, settings, relay, deliveries),
              deliveries::rehearse)
          .await();
      stream();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stream() {
    try (Delivery newDelivery = deliveries.make()) {
      PublishPass newPass = new PublishPass(newDelivery, commands, listener(newDelivery));
      delivery = newDelivery;
      DebeziumEngine<RecordChangeEvent<SourceRecord>> newEngine =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(EngineSettings.of(state.name(), settings, relay.delivery()))
              // Never: the task hears of every mark and moves the slot, which is the only position.
              .using((OffsetCommitPolicy) (count, since) -> false)
              .using(this::ended)
              .notifying(new Unsent(newPass, state))
              .build();
      pass = newPass;
      engine = newEngine;
      if (!stopping) {
        watch.start();
        newEngine.run();
      }
    }
  }

  private PublishPass.Listener listener(Delivery delivering) {
    return new PublishPass.Listener() {
      @Override
      public void opened() {
        state.enter(SourceState.Phase.STREAMING);
        log.info(
            "Source {} streams from slot {}, {}", state.name(), settings.slot(), relay.delivery());
      }

      @Override
      public void refused(RowRefused row) {
        try {
          deliveries.setAside(row, delivering.outlet().quarantine());
        } catch (RelayFailure e) {
          log.warn("Source {} could not set a row aside and will meet it again", state.name(), e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void failed(RelayFailure failure) {
        fail(failure);
      }
    };
  }

  private void ended(boolean success, String message, @Nullable Throwable error) {
    if (!stopping) {
      fail(RelayFailure.of("The stream ended", error));
    }
  }

  private void fail(RelayFailure failure) {
    if (stopping) {
      return;
    }
    state.enter(SourceState.Phase.FAILED);
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
    streaming().pause(true);
    state.pauses(true);
    log.info("Source {} is paused", state.name());
  }

  @Override
  public void resume() {
    streaming().pause(false);
    state.pauses(false);
    log.info("Source {} goes on", state.name());
  }

  @Override
  public boolean isPaused() {
    PublishPass running = pass;
    return running != null && running.isPaused();
  }

  private PublishPass streaming() {
    PublishPass running = pass;
    if (running == null || state.phase() != SourceState.Phase.STREAMING) {
      throw new RelayFailure(
          ExitCode.FAILED,
          "Source %s does not stream now: it is %s".formatted(state.name(), state.phase()),
          null);
    }
    return running;
  }

  @Override
  public List<Quarantined> quarantined() {
    streaming();
    Delivery open = delivery;
    return open == null ? List.of() : Retry.shown(open.outlet().quarantine());
  }

  /** Null where it is not known here, because this process does not stream. */
  @Nullable List<Quarantined> knownQuarantined() {
    if (state.phase() != SourceState.Phase.STREAMING) {
      return null;
    }
    try {
      return quarantined();
    } catch (RelayFailure e) {
      return null; // It has ended in between.
    }
  }

  @Override
  public RetryResult retryQuarantined() throws InterruptedException {
    streaming();
    Delivery open = delivery;
    if (open == null) {
      throw new IllegalStateException("A source that streams has a delivery");
    }
    return commands.ask(() -> new Retry(settings).run(open));
  }

  @Override
  public void recover() throws InterruptedException {
    if (state.phase() == SourceState.Phase.STANDBY) {
      throw new RelayFailure(
          ExitCode.FAILED,
          "Source %s stands by; tell the relay that leads: %s"
              .formatted(state.name(), state.waitsFor()),
          null);
    }
    refuseUnrecoverable();
    log.warn("Source {} is told to recover: its slot is dropped", state.name());
    String outcome = "its slot could not be dropped";
    try {
      stop(relay.stopWithin());
      new LostSlot(state.name(), settings).drop();
      outcome =
          "its slot was dropped on command; the next start publishes from the table what is on no"
              + " topic, and streams from a new slot";
    } finally {
      // Whatever came of it: a source that is stopped does not start again in this process.
      crash.because(state.name(), new RelayFailure(ExitCode.RECOVERING, outcome, null));
    }
  }

  /** Before a slot is dropped: without it there would be no way back. */
  private void refuseUnrecoverable() {
    String obstacle = CatchUp.obstacle(settings);
    if (!obstacle.isEmpty()) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          "Refused: source %s cannot recover from its table: %s".formatted(state.name(), obstacle),
          null);
    }
  }

  /** Ends within the time given, or is left behind for the process's own end. */
  void stop(Duration within) throws InterruptedException {
    // What has failed has nothing to finish, and its restart should not wait.
    boolean failed = state.phase() == SourceState.Phase.FAILED;
    Duration limit = failed ? FAILED_STOP_LIMIT : within;
    long deadline = System.nanoTime() + limit.toNanos();
    stopping = true;
    watch.stop();
    PublishPass running = pass;
    if (running == null) {
      thread.interrupt();
    } else {
      // Half of the time for the batch in hand, the rest for the engine.
      running.stop(limit.dividedBy(2));
      closeEngine(deadline);
    }
    thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    if (!failed) {
      state.enter(SourceState.Phase.STOPPED);
    }
    log.info("Source {} is stopped, {} events published", state.name(), state.publishedCount());
  }

  /** An engine refuses to be closed while its tasks start, and once it is closed. */
  private void closeEngine(long deadline) throws InterruptedException {
    DebeziumEngine<RecordChangeEvent<SourceRecord>> running = engine;
    while (running != null && thread.isAlive() && System.nanoTime() < deadline) {
      try {
        running.close();
        return;
      } catch (IllegalStateException e) {
        Thread.sleep(CLOSE_AGAIN_AFTER);
      } catch (IOException e) {
        log.warn("Source {} did not close cleanly: {}", state.name(), e.getMessage());
        return;
      }
    }
  }
}
