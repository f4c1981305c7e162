package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the slot from outside, with a thread and a connection of its own, because an engine's
 * threads can live on while nothing moves. Heartbeats see to it that there is always something to
 * confirm; what counts as progress is decided by {@link SlotProgress}.
 */
final class SlotWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SlotWatch.class);
  // Short until the stream runs, because readiness waits for it; then only metrics do.
  private static final Duration PACE_AT_START = Duration.ofMillis(200);
  private static final Duration PACE = Duration.ofSeconds(2);

  private final SourceState state;
  private final SourceSettings settings;
  private final Duration stallAfter;
  private final Thread thread;
  private @Nullable SourceDatabase database;

  SlotWatch(
      SourceState state,
      SourceSettings settings,
      Duration stallAfter,
      Consumer<RelayFailure> failure) {
    this.state = state;
    this.settings = settings;
    this.stallAfter = stallAfter;
    this.thread = new Thread(this, "watch-" + state.name());
    this.thread.setDaemon(true);
    // Whatever ends the watch ends the relay: without it a stall would last for ever.
    thread.setUncaughtExceptionHandler(
        (ended, error) -> failure.accept(RelayFailure.of("The watch ended", error)));
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  @Override
  public void run() {
    SlotProgress progress = new SlotProgress(stallAfter, System.nanoTime());
    try {
      while (state.phase() == Phase.STARTING || state.phase() == Phase.STREAMING) {
        look(progress);
        Thread.sleep(state.phase() == Phase.STARTING ? PACE_AT_START : PACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void look(SlotProgress progress) {
    SlotReading reading = read();
    if (reading != null) {
      state.slot(reading);
      refuseLostSlot(reading);
      progress.see(reading.wal(), state.publishedCount(), System.nanoTime());
    }
    if (progress.hasStalled(System.nanoTime())) {
      throw new RelayFailure(
          ExitCode.STALLED,
          "Nothing has progressed for %s: the slot stands at %s, %d bytes of WAL behind"
              .formatted(stallAfter, state.slot().confirmedLsn(), state.slot().lagBytes()),
          null);
    }
  }

  private void refuseLostSlot(SlotReading reading) {
    if (!reading.exists() || reading.walStatus().equals("lost")) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          "Slot %s is %s while the relay runs; the next start says what to do"
              .formatted(settings.slot(), reading.walStatus()),
          null);
    }
  }

  /**
   * Null when the database did not answer: that is no progress, but the engine reports it better.
   */
  private @Nullable SlotReading read() {
    try {
      SourceDatabase open = database;
      if (open == null) {
        open = SourceDatabase.open(settings, "watch");
        database = open;
      }
      return open.readSlot();
    } catch (SQLException e) {
      log.debug("Source {} cannot be watched", state.name(), e);
      disconnect();
      return null;
    }
  }

  private void disconnect() {
    try {
      if (database != null) {
        database.close();
      }
    } catch (SQLException e) {
      log.debug("Source {}: a broken connection did not close", state.name(), e);
    } finally {
      database = null;
    }
  }
}
