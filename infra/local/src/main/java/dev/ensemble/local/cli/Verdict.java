package dev.ensemble.local.cli;

import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Invariants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits for quiet, checks every invariant, and shows a line for each. */
final class Verdict {
  /** Orders end within their deadline, and what they leave behind within seconds. */
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(2);

  private final Screen screen;

  Verdict(Screen screen) {
    this.screen = screen;
  }

  /** Whether all of them hold. */
  boolean of(Evidence evidence) throws InterruptedException {
    screen.title("Invariants, over all databases and topics");
    Invariants invariants = new Invariants(evidence);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        invariants.awaitQuiet(
            QUIET_WITHIN, moving -> screen.say("  waiting for quiet: " + moving)));
    findings.addAll(invariants.check());
    findings.forEach(finding -> lines(finding).forEach(screen::say));
    long violated = findings.stream().filter(finding -> !finding.holds()).count();
    screen.say(
        violated == 0
            ? screen.paint(Colour.GREEN, "  All %d hold.".formatted(findings.size()))
            : screen.paint(
                Colour.RED, "  %d of %d are violated.".formatted(violated, findings.size())));
    return violated == 0;
  }

  private List<String> lines(Finding finding) {
    List<String> lines = new ArrayList<>();
    String line = "%-68s %s".formatted(finding.invariant(), finding.figures());
    lines.add(
        finding.holds()
            ? "  " + screen.paint(Colour.GREEN, "✓") + " " + line
            : "  " + screen.paint(Colour.RED, "✗ " + line));
    finding.offenders().forEach(offender -> lines.add("      " + offender));
    return lines;
  }
}
