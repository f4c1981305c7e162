package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
  // Short until the stream runs, because readiness waits for it.
  private static final Duration LOOK_AT_START = Duration.ofMillis(200);
  // The server's own limit for a stream of which it hears nothing, where it has one.
  private static final Duration UNANSWERED = Duration.ofSeconds(60);
  private static final Duration UNANSWERED_LEAST = Duration.ofSeconds(5);

  // What a server answers to new sessions while it shuts down or starts.
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private final SourceState state;
  private final SourceSettings settings;
  private final WatchPace pace;
  private final SlotDoctor doctor;
  private final Thread thread;
  private @Nullable SourceDatabase database;
  private Duration unansweredLimit = UNANSWERED;
  private long answeredAt;

  SlotWatch(
      SourceState state, SourceSettings settings, WatchPace pace, Consumer<RelayFailure> failure) {
    this.state = state;
    this.settings = settings;
    this.pace = pace;
    this.doctor = new SlotDoctor(settings);
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
    SlotProgress progress = new SlotProgress(pace.stallAfter(), System.nanoTime());
    ReaderCheck reader = new ReaderCheck(settings.slot(), System.nanoTime());
    answeredAt = System.nanoTime();
    Pace looks = new Pace(LOOK_AT_START);
    Pace heartbeats = new Pace(pace.heartbeat());
    Pace examinations = new Pace(pace.examination());
    try {
      while (state.phase() == Phase.STARTING || state.phase() == Phase.STREAMING) {
        ask(heartbeats, SourceDatabase::heartbeat);
        ask(examinations, this::examine);
        ask(looks, database -> look(database, progress, reader));
        endStalled(progress);
        if (state.phase() == Phase.STREAMING) {
          looks.every(pace.look());
        }
        Pace.sleepUntilFirst(looks, heartbeats, examinations);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void examine(SourceDatabase open) throws SQLException {
    SourceFacts facts = open.facts();
    Duration timeout = facts.server().walSenderTimeout();
    unansweredLimit = timeout.isZero() ? UNANSWERED : longer(timeout, UNANSWERED_LEAST);
    List<Finding> findings = doctor.examine(facts);
    SlotDoctor.report(state, findings);
    SlotDoctor.refuseToGoOn(findings);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void look(SourceDatabase open, SlotProgress progress, ReaderCheck reader)
      throws SQLException {
    // Before the look: what is found was there later, and is no reader that came before us.
    int ours = state.phase() == Phase.STREAMING ? state.readerPid() : SourceState.NOBODY;
    SlotReading reading = open.readSlot();
    state.slot(reading);
    if (!reading.exists() || reading.walStatus().equals("lost")) {
      // Not at its own pace: the verdict says what to do.
      examine(open);
    }
    reader.see(ours, reading.readerPid(), System.nanoTime());
    progress.see(reading.wal(), state.publishedCount(), System.nanoTime());
  }

  private void endStalled(SlotProgress progress) {
    if (state.isPaused() || Quarantine.isFull(state.asideCount())) {
      progress.hold(System.nanoTime());
    }
    if (progress.hasStalled(System.nanoTime())) {
      throw new RelayFailure(
          ExitCode.STALLED,
          "Nothing has progressed for %s: the slot stands at %s, %d bytes of WAL behind"
              .formatted(pace.stallAfter(), state.slot().confirmedLsn(), state.slot().lagBytes()),
          null);
    }
  }

  private interface Question {
    void to(SourceDatabase database) throws SQLException;
  }

  /**
   * A database that breaks the connection breaks the stream, too, which reports it better. One that
   * is silent, as behind a network that swallows everything, is noticed here alone: the driver's
   * stream waits on.
   */
  private void ask(Pace pace, Question question) {
    if (!pace.isDue()) {
      return;
    }
    try {
      question.to(connected());
      answeredAt = System.nanoTime();
    } catch (SQLException e) {
      log.debug("Source {} cannot be watched", state.name(), e);
      disconnect();
      if (CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
        // A clean shutdown waits for its walsenders, and so for whoever reads from them.
        throw new RelayFailure(ExitCode.FAILED, "The database shuts down: " + e.getMessage(), e);
      }
      if (System.nanoTime() - answeredAt > unansweredLimit.toNanos()) {
        throw new RelayFailure(
            ExitCode.FAILED,
            "The database has not answered for %s: %s".formatted(unansweredLimit, e.getMessage()),
            e);
      }
    }
  }

  private SourceDatabase connected() throws SQLException {
    SourceDatabase open = database;
    if (open == null) {
      open = SourceDatabase.open(settings, "watch");
      database = open;
    }
    return open;
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
