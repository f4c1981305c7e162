package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Finding;
import java.util.List;

/**
 * What the checker has found.
 *
 * @param findings one per invariant
 * @param signs what must have happened, counted
 * @param story of the first violation, as short as it can be told; empty where there is none
 */
public record Judgement(List<Finding> findings, List<Sign> signs, List<String> story) {
  public Judgement {
    findings = List.copyOf(findings);
    signs = List.copyOf(signs);
    story = List.copyOf(story);
  }

  /** Whether some invariant does not hold. */
  public boolean isViolated() {
    return findings.stream().anyMatch(finding -> !finding.holds());
  }

  /** Whether too little has happened to prove anything. */
  public boolean isNoProof() {
    return signs.stream().anyMatch(Sign::isMissing);
  }

  /** One word for it. */
  public String word() {
    if (isViolated()) {
      return "VIOLATED";
    }
    return isNoProof() ? "NO PROOF" : "HOLDS";
  }
}
