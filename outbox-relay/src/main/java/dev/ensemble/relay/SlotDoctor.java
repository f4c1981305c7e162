package dev.ensemble.relay;

import dev.ensemble.relay.Finding.Check;
import dev.ensemble.relay.Finding.Severity;
import dev.ensemble.relay.SourceFacts.Slot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines a source, before the stream and all the while: what is wrong, how bad it is, and what to
 * do about it.
 */
final class SlotDoctor {
  private static final Logger log = LoggerFactory.getLogger(SlotDoctor.class);

  private final SourceSettings settings;

  SlotDoctor(SourceSettings settings) {
    this.settings = settings;
  }

  /** With a connection of its own; everything that is wrong, the worst first. */
  List<Finding> examine() {
    try (SourceDatabase database = SourceDatabase.open(settings, "doctor")) {
      return examine(database.facts());
    } catch (SQLException e) {
      return List.of(
          new Finding(
              Check.UNREACHABLE,
              "the database does not answer: " + e.getMessage(),
              "see whether relay.sources.<name>.url, .username and .password are right and"
                  + " PostgreSQL runs"));
    }
  }

  List<Finding> examine(SourceFacts facts) {
    List<Finding> findings = new ArrayList<>();
    ServerChecks.examine(facts, findings);
    new TableChecks(settings, findings).examine(facts);
    new SlotChecks(settings.slot(), CatchUp.obstacle(settings), findings).examine(facts);
    return worstFirst(findings);
  }

  /** Whether the slot still has what comes after the last that was published. */
  List<Finding> positionAgainst(Position published, SourceFacts facts) {
    List<Finding> findings = new ArrayList<>();
    new SlotChecks(settings.slot(), CatchUp.obstacle(settings), findings).examine(published, facts);
    return worstFirst(findings);
  }

  private static List<Finding> worstFirst(List<Finding> findings) {
    return findings.stream()
        .sorted(java.util.Comparator.comparing(finding -> finding.check().severity()))
        .toList();
  }

  /** What the findings say about a stream that is to begin. */
  Verdict verdict(SourceFacts facts, List<Finding> findings) {
    List<Finding> refusing = of(findings, Severity.REFUSES);
    if (!refusing.isEmpty()) {
      return refused(refusing);
    }
    for (Finding waiting : of(findings, Severity.WAITS)) {
      if (waiting.check() != Check.SLOT_MISSING) {
        return new Verdict.NotYet(waiting.sentence());
      }
    }
    Slot slot = facts.slot();
    if (slot == null) {
      return new Verdict.SlotMissing();
    }
    if (slot.reader() != null) {
      return new Verdict.SlotTaken(slot.reader());
    }
    return new Verdict.Ready();
  }

  /** A new slot starts at the end of the WAL: whatever the table already holds would be skipped. */
  Verdict.Refused rowsWithoutSlot() {
    return new Verdict.Refused(
        "slot %s does not exist, and table %s holds rows that a new slot would not deliver"
            .formatted(settings.slot(), settings.table()),
        SlotChecks.lostRemedy(settings.slot()));
  }

  /** All of them in one sentence, and one remedy. */
  static Verdict.Refused refused(List<Finding> findings) {
    return new Verdict.Refused(
        findings.stream().map(Finding::sentence).collect(Collectors.joining("; ")),
        findings.stream().map(Finding::remedy).collect(Collectors.joining("; ")));
  }

  private static List<Finding> of(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.check().severity() == severity).toList();
  }

  /** Shows the findings to health and metrics, and says once what a person should know. */
  static void report(SourceState state, List<Finding> found) {
    List<Finding> findings = new ArrayList<>(found);
    quarantine(state.asideCount(), findings);
    findings.addAll(state.foundAtStart());
    List<Finding> before = state.findings();
    state.findings(findings);
    for (Finding finding : findings) {
      if (finding.warns() && before.stream().noneMatch(known -> known.check() == finding.check())) {
        log.warn("Source {}: {}", state.name(), finding.advice());
      }
    }
  }

  private static void quarantine(int aside, List<Finding> findings) {
    if (Quarantine.isWorthAWarning(aside)) {
      findings.add(
          new Finding(
              Check.QUARANTINE_FILLS,
              "%d rows are aside; from %d on the source takes no further row"
                  .formatted(aside, Quarantine.ROWS_MAX),
              "look at them with 'quarantine', mend what they have in common, then 'retry', or"
                  + " 'discard' those that others wait for"));
    }
  }

  /** What forbids a stream that runs; once it runs, there is nothing left to wait for. */
  static void refuseToGoOn(List<Finding> findings) {
    List<Finding> forbidding = findings.stream().filter(finding -> !finding.warns()).toList();
    if (!forbidding.isEmpty()) {
      throw refused(forbidding).failure();
    }
  }
}
