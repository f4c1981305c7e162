package dev.ensemble.relay;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of a source: the engine that reads, the pass that publishes, the watch beside them. It
 * runs once. What fails ends the process; only what is refused before a row was sent is let go of
 * again, so that other sources may go on.
 */
final class SourceStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SourceStream.class);
  private static final Duration CLOSE_AGAIN_AFTER = Duration.ofMillis(50);
  // A server notices a reader that has gone a moment after it went.
  private static final Duration FREE_WITHIN = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);
  // What a server answers to a second reader of a slot.
  private static final String OBJECT_IN_USE = "55006";

  private final SourceState state;
  private final SourceSettings settings;
  private final Deliveries deliveries;
  private final Consumer<RelayFailure> failed;
  private final Commands commands = new Commands();
  private final Delivery delivery;
  private final PublishPass pass;
  private final SlotWatch watch;
  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private volatile boolean stopping;
  private volatile boolean opened;
  private volatile boolean ended;
  private volatile boolean taken;
  private volatile @Nullable RelayFailure refusal;

  SourceStream(
      SourceState state,
      SourceSettings settings,
      RelaySettings relay,
      WatchPace pace,
      Deliveries deliveries,
      Consumer<RelayFailure> failed) {
    this.state = state;
    this.settings = settings;
    this.deliveries = deliveries;
    this.failed = failed;
    this.delivery = deliveries.make();
    this.pass = new PublishPass(delivery, commands, new Listener(relay));
    this.watch = new SlotWatch(state, settings, pace, this::fail);
    this.engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(EngineSettings.of(state.name(), settings, relay.delivery()))
            // Never: the task hears of every mark and moves the slot, which is the only position.
            .using((OffsetCommitPolicy) (count, since) -> false)
            .using(this::ended)
            .notifying(new Unsent(pass, state))
            .build();
  }

  PublishPass pass() {
    return pass;
  }

  Delivery delivery() {
    return delivery;
  }

  Commands commands() {
    return commands;
  }

  /**
   * Returns when the engine has ended.
   *
   * @return false if it has not streamed, because another relay was quicker to read the slot
   * @throws RelayFailure if the source was refused before a row was sent
   */
  boolean run() throws InterruptedException {
    watch.start();
    try {
      engine.run();
    } finally {
      ended = true;
    }
    if (taken) {
      watch.stop();
      return false;
    }
    RelayFailure refused = refusal;
    if (refused != null && !stopping) {
      watch.stop();
      awaitFreeSlot(refused);
      throw refused;
    }
    return true;
  }

  /**
   * An engine that calls itself ended may still hold its slot (Debezium's dbz#2442); a process that
   * went on would then stand by for itself, for ever.
   */
  private void awaitFreeSlot(RelayFailure refused) throws InterruptedException {
    long until = System.nanoTime() + FREE_WITHIN.toNanos();
    while (!stopping && System.nanoTime() < until) {
      try (SourceDatabase database = SourceDatabase.open(settings, "refusal")) {
        if (database.readSlot().readerPid() != state.readerPid()) {
          state.readBy(SourceState.NOBODY);
          state.nothingInHand();
          return;
        }
      } catch (SQLException e) {
        log.debug("Source {}: its slot cannot be looked at", state.name(), e);
      }
      Thread.sleep(LOOK_AGAIN_AFTER);
    }
    if (!stopping) {
      throw new RelayFailure(
          ExitCode.FAILED,
          "The slot is still held %s after the stream was given up: %s"
              .formatted(FREE_WITHIN, refused.getMessage()),
          refused);
    }
  }

  private void ended(boolean success, String message, @Nullable Throwable error) {
    taken = !opened && isOfSlotInUse(error);
    fail(RelayFailure.of("The stream ended", error));
  }

  /** The slot was free at the last look, and two relays have seen that. */
  private static boolean isOfSlotInUse(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && OBJECT_IN_USE.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private void fail(RelayFailure failure) {
    if (!stopping && !taken && refusal == null) {
      failed.accept(failure);
    }
  }

  /** Lets the batch in hand come to its end within half of the time. */
  void stop(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    stopping = true;
    watch.stop();
    pass.stop(within.dividedBy(2));
    closeEngine(deadline);
  }

  /** An engine refuses to be closed while its tasks start, and once it is closed. */
  private void closeEngine(long deadline) throws InterruptedException {
    while (!ended && System.nanoTime() < deadline) {
      try {
        engine.close();
        return;
      } catch (IllegalStateException e) {
        Thread.sleep(CLOSE_AGAIN_AFTER);
      } catch (IOException e) {
        log.warn("Source {} did not close cleanly: {}", state.name(), e.getMessage());
        return;
      }
    }
  }

  @Override
  public void close() {
    delivery.close();
  }

  private final class Listener implements PublishPass.Listener {
    private final RelaySettings relay;

    private Listener(RelaySettings relay) {
      this.relay = relay;
    }

    @Override
    public void held(int readerPid) {
      state.readBy(readerPid);
    }

    @Override
    public void opened() {
      opened = true;
      state.aside(delivery.outlet().quarantine()::count);
      state.enter(SourceState.Phase.STREAMING);
      log.info(
          "Source {} streams from slot {}, {}", state.name(), settings.slot(), relay.delivery());
      // Beside it: the first row does not wait for what only warns.
      Thread.ofVirtual().name("state-topic-check").start(this::lookAtStateTopic);
    }

    private void lookAtStateTopic() {
      try {
        StateTopicCheck.read(relay.kafka(), relay.stateTopic())
            .ifPresent(
                found -> state.foundAtStart(StateTopicCheck.judge(relay.stateTopic(), found)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void refused(RowRefused row) {
      try {
        deliveries.setAside(row, delivery.outlet().quarantine());
      } catch (RelayFailure e) {
        log.warn("Source {} could not set a row aside and will meet it again", state.name(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void failed(RelayFailure failure) {
      if (failure.isRefusal() && !delivery.hasSentRows()) {
        refusal = failure; // The engine ends by the same failure, and run() tells of it.
      } else {
        fail(failure);
      }
    }
  }
}
