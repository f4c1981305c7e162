package dev.ensemble.chaos.check;

import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.List;

/** Makes findings that show a few offenders and count the rest. */
final class Findings {
  private static final int OFFENDERS_SHOWN_MAX = 10;

  private Findings() {}

  static Finding of(String invariant, String figures, List<String> offenders) {
    List<String> shown = new ArrayList<>(offenders);
    if (offenders.size() > OFFENDERS_SHOWN_MAX) {
      shown = new ArrayList<>(offenders.subList(0, OFFENDERS_SHOWN_MAX));
      shown.add("and " + (offenders.size() - OFFENDERS_SHOWN_MAX) + " more");
    }
    return new Finding(invariant, offenders.isEmpty(), figures, shown);
  }
}
