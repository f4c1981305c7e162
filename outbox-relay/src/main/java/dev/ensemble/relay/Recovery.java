package dev.ensemble.relay;

import dev.ensemble.relay.Finding.Check;
import dev.ensemble.relay.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a slot up, so that a new one is made after what is owed was published from the table. Not
 * where something else would refuse the source afterwards: the slot may be the only way back.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  // A server notices a reader that has gone a moment after it went.
  private static final Duration FREE_WITHIN = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Set<Check> MENDED = Set.of(Check.SLOT_LOST, Check.SLOT_AFTER_POSITION);

  private final String source;
  private final SourceSettings settings;
  private final Deliveries deliveries;

  Recovery(String source, SourceSettings settings, Deliveries deliveries) {
    this.source = source;
    this.settings = settings;
    this.deliveries = deliveries;
  }

  /** Before a slot is dropped. */
  void refuseUnlessItMends() throws InterruptedException {
    Verdict.Refused obstacle = obstacle();
    if (obstacle != null) {
      throw obstacle.failure();
    }
  }

  /** Whether the slot could be dropped now, and what it is dropped for would follow. */
  Verdict look() throws InterruptedException {
    Verdict.Refused obstacle = obstacle();
    if (obstacle != null) {
      return obstacle;
    }
    try (SourceDatabase database = SourceDatabase.open(settings, "recovery")) {
      SourceFacts.Slot slot = database.facts().slot();
      return slot == null || slot.reader() == null
          ? new Verdict.Ready()
          : new Verdict.NotYet("the slot can be dropped; it is read by " + slot.reader());
    } catch (SQLException e) {
      return new Verdict.NotYet("the database answers: " + e.getMessage());
    }
  }

  private Verdict.@Nullable Refused obstacle() throws InterruptedException {
    String unset = CatchUp.obstacle(settings);
    if (!unset.isEmpty()) {
      return new Verdict.Refused(
          "source %s cannot recover from its table".formatted(source), unset);
    }
    List<Finding> found = new ArrayList<>(new SlotDoctor(settings).examine());
    if (found.stream().noneMatch(finding -> finding.check() == Check.UNREACHABLE)) {
      found.addAll(deliveries.againstPosition());
    }
    found.removeIf(
        finding ->
            finding.check().severity() != Severity.REFUSES || MENDED.contains(finding.check()));
    if (found.isEmpty()) {
      return null;
    }
    Verdict.Refused refused = SlotDoctor.refused(found);
    return new Verdict.Refused(
        "a recovery would not mend source %s: %s".formatted(source, refused.reason()),
        refused.remedy());
  }

  /** Whether there was a slot to drop. */
  boolean dropSlot() throws InterruptedException {
    long until = System.nanoTime() + FREE_WITHIN.toNanos();
    while (true) {
      try (SourceDatabase database = SourceDatabase.open(settings, "recovery")) {
        boolean dropped = database.dropSlot();
        if (!dropped && database.readSlot().exists()) {
          throw new RelayFailure(
              ExitCode.REFUSED,
              "Slot %s is another database's or another plug-in's, and was left alone"
                  .formatted(settings.slot()),
              null);
        }
        log.info(
            "Source {} {} slot {}",
            source,
            dropped ? "has dropped its" : "had no",
            settings.slot());
        return dropped;
      } catch (SQLException e) {
        if (System.nanoTime() - until > 0) {
          throw new RelayFailure(
              ExitCode.OUT_OF_PATIENCE,
              "Slot %s could not be dropped within %s: %s"
                  .formatted(settings.slot(), FREE_WITHIN, e.getMessage()),
              e);
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
