package dev.ensemble.local.invariants;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found of one invariant.
 *
 * @param invariant the sentence that must be true
 * @param holds whether it is
 * @param figures how much was looked at, so that nobody is impressed by an empty set
 * @param offenders what violates it: ids with a few words each, not more than a screen takes
 */
public record Finding(String invariant, boolean holds, String figures, List<String> offenders) {
  private static final int OFFENDERS_SHOWN_MAX = 10;

  /** Holds where nothing offends; of many offenders some are shown and the rest is counted. */
  public static Finding of(String invariant, String figures, List<String> offenders) {
    return new Finding(invariant, offenders.isEmpty(), figures, bounded(offenders));
  }

  private static List<String> bounded(List<String> all) {
    if (all.size() <= OFFENDERS_SHOWN_MAX) {
      return List.copyOf(all);
    }
    List<String> shown = new ArrayList<>(all.subList(0, OFFENDERS_SHOWN_MAX));
    shown.add("and " + (all.size() - OFFENDERS_SHOWN_MAX) + " more");
    return List.copyOf(shown);
  }
}
