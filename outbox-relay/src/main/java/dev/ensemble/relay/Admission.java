package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a source may stream, and makes its slot where it never had one. Waiting has two
 * limits: {@code relay.patience} for what a service's migration will bring, and the server's own
 * timeout for a slot whose reader may be dead.
 */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SAY_AGAIN_AFTER = Duration.ofSeconds(10);
  private static final String DUPLICATE_OBJECT = "42710";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final SourceState state;
  private final SourceSettings settings;
  private final Duration patience;
  private final SlotDoctor doctor;

  Admission(SourceState state, SourceSettings settings, Duration patience) {
    this.state = state;
    this.settings = settings;
    this.patience = patience;
    this.doctor = new SlotDoctor(settings);
  }

  /** Returns when the source may stream; what forbids it is thrown as the sentence to log. */
  void await() throws InterruptedException {
    long begun = System.nanoTime();
    long freeUntil = begun;
    String lastReason = "";
    long lastSaid = begun;
    while (true) {
      Verdict verdict = look();
      String reason = reasonToWait(verdict);
      state.waits(verdict instanceof Verdict.SlotTaken ? Phase.STANDBY : Phase.STARTING, reason);
      if (verdict instanceof Verdict.Ready) {
        return;
      }
      long now = System.nanoTime();
      Duration limit = patience;
      long since = begun;
      if (verdict instanceof Verdict.SlotTaken taken) {
        // Counted from when the reader was first seen, not from when the migration was waited for.
        limit = taken.patience();
        since = freeUntil;
      } else {
        freeUntil = now;
      }
      if (now - since > limit.toNanos()) {
        throw new RelayFailure(
            ExitCode.OUT_OF_PATIENCE, "Waited for %s, but %s".formatted(limit, reason), null);
      }
      if (!reason.equals(lastReason) || now - lastSaid > SAY_AGAIN_AFTER.toNanos()) {
        log.info("Source {} waits: {}", state.name(), reason);
        lastReason = reason;
        lastSaid = now;
      }
      Thread.sleep(PAUSE);
    }
  }

  private static String reasonToWait(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotYet notYet -> notYet.reason();
      case Verdict.SlotTaken taken -> "the slot is read by somebody else: " + taken.reader();
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
      Verdict verdict = doctor.verdict(facts, findings);
      return verdict instanceof Verdict.SlotMissing ? createSlot() : verdict;
    } catch (SQLException e) {
      return new Verdict.NotYet("the database answers: " + e.getMessage());
    }
  }

  private Verdict createSlot() throws SQLException {
    try (NewSlot slot = NewSlot.begin(settings)) {
      if (slot.skipsRows()) {
        return doctor.rowsWithoutSlot();
      }
      slot.keep();
      log.info("Source {} has a new slot {}; its outbox was empty", state.name(), settings.slot());
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
