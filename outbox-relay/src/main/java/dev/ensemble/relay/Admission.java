package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a source may stream, and makes its slot where it has none. What a service's migration
 * will bring is waited for no longer than {@code relay.patience}; a slot that another relay reads
 * or makes, for as long as it does: the server itself frees the slot of a reader that is dead.
 */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  // A part of how long a takeover lasts.
  private static final Duration PAUSE_OF_A_STANDBY = Duration.ofMillis(200);
  private static final Duration SAY_AGAIN_AFTER = Duration.ofSeconds(10);
  private static final String DUPLICATE_OBJECT = "42710";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final SourceState state;
  private final SourceSettings settings;
  private final Duration patience;
  private final SlotDoctor doctor;
  private final EarlierRows earlierRows;
  private Runnable rehearsal;

  /** What becomes of rows that a new slot would not deliver. */
  interface EarlierRows {
    /** Ready, if the slot may be kept. */
    Verdict publish(NewSlot slot) throws SQLException, InterruptedException;
  }

  /**
   * @param rehearsal done once where the turn is another's, so that what comes after is quick
   */
  Admission(
      SourceState state,
      SourceSettings settings,
      Duration patience,
      EarlierRows earlierRows,
      Runnable rehearsal) {
    this.state = state;
    this.settings = settings;
    this.patience = patience;
    this.doctor = new SlotDoctor(settings);
    this.earlierRows = earlierRows;
    this.rehearsal = rehearsal;
  }

  /** One that makes no slot where the table holds rows. */
  Admission(SourceState state, SourceSettings settings, Duration patience) {
    this(
        state,
        settings,
        patience,
        slot -> slot.skipsRows() ? new SlotDoctor(settings).rowsWithoutSlot() : new Verdict.Ready(),
        () -> {});
  }

  /** Returns when the source may stream; what forbids it is thrown as the sentence to log. */
  void await() throws InterruptedException {
    long begun = System.nanoTime();
    String lastReason = "";
    long lastSaid = begun;
    while (true) {
      Verdict verdict = look();
      String reason = reasonToWait(verdict);
      boolean standby =
          verdict instanceof Verdict.SlotTaken || verdict instanceof Verdict.SlotBeingMade;
      state.waits(standby ? Phase.STANDBY : Phase.STARTING, reason);
      if (verdict instanceof Verdict.Ready) {
        return;
      }
      long now = System.nanoTime();
      if (standby) {
        // Patience is for what may never come; a standby's turn comes, or it never need.
        begun = now;
      } else if (now - begun > patience.toNanos()) {
        throw new RelayFailure(
            ExitCode.OUT_OF_PATIENCE, "Waited for %s, but %s".formatted(patience, reason), null);
      }
      if (!reason.equals(lastReason) || (!standby && now - lastSaid > SAY_AGAIN_AFTER.toNanos())) {
        log.info("Source {} {}: {}", state.name(), standby ? "stands by" : "waits", reason);
        lastReason = reason;
        lastSaid = now;
      }
      if (standby) {
        rehearsal.run();
        rehearsal = () -> {};
      }
      Thread.sleep(standby ? PAUSE_OF_A_STANDBY : PAUSE);
    }
  }

  private static String reasonToWait(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotYet notYet -> notYet.reason();
      case Verdict.SlotTaken taken -> "the slot is read by somebody else: " + taken.reader();
      case Verdict.SlotBeingMade making ->
          "another relay makes the slot, after it has published from the table what is on no topic: "
              + making.maker();
      case Verdict.Refused refused -> throw refused.failure();
      case Verdict.SlotMissing missing -> "the slot is being made";
      case Verdict.Ready ready -> "";
    };
  }

  /** One look; a missing slot is made at once where that loses nothing. */
  Verdict look() {
    try (SourceDatabase database = SourceDatabase.open(settings, "preflight")) {
      SourceFacts facts = database.facts();
      List<Finding> findings = doctor.examine(facts);
      SlotDoctor.report(state, findings);
      readSlot(database, facts);
      Verdict verdict = doctor.verdict(facts, findings);
      return verdict instanceof Verdict.SlotMissing ? createSlot() : verdict;
    } catch (SQLException e) {
      return new Verdict.NotYet("the database answers: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The wait that follows ends at once.
      return new Verdict.NotYet("the relay stops");
    }
  }

  /** Nobody watches the slot before the stream, and what it retains may be why somebody looks. */
  private void readSlot(SourceDatabase database, SourceFacts facts) throws SQLException {
    boolean readable = facts.slot() != null && !facts.server().standby();
    state.slot(readable ? database.readSlot() : SlotReading.NONE);
  }

  private Verdict createSlot() throws SQLException, InterruptedException {
    try (SourceDatabase turn = SourceDatabase.open(settings, "slot")) {
      // Two relays that start at once would fence each other while they catch up.
      if (!turn.lockSlotsMaking()) {
        return new Verdict.SlotBeingMade(turn.slotMaker());
      }
      if (turn.facts().slot() != null) {
        return new Verdict.NotYet("another relay has just made the slot");
      }
      return createSlotAlone();
    }
  }

  private Verdict createSlotAlone() throws SQLException, InterruptedException {
    try (NewSlot slot = NewSlot.begin(settings)) {
      Verdict verdict = earlierRows.publish(slot);
      if (!(verdict instanceof Verdict.Ready)) {
        return verdict;
      }
      slot.keep();
      log.info("Source {} has a new slot {}", state.name(), settings.slot());
      return new Verdict.Ready();
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return new Verdict.NotYet(
            "the slot cannot be made while a transaction that was open before stays open");
      }
      if (DUPLICATE_OBJECT.equals(e.getSQLState())) {
        return new Verdict.NotYet("another relay has just made the slot");
      }
      throw e;
    }
  }
}
