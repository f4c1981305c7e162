package dev.ensemble.local.players;

import java.util.EnumMap;
import java.util.Map;

/** How many orders of each kind were planned and seen. */
public final class Tally {
  private final Map<Kind, Integer> planned = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
  private int notEnded;
  private int placed;

  public synchronized void plan(Kind kind) {
    planned.merge(kind, 1, Integer::sum);
  }

  public synchronized void see(Outcome outcome) {
    placed++;
    Kind kind = outcome.seen();
    if (kind == null) {
      notEnded++;
    } else {
      seen.merge(kind, 1, Integer::sum);
    }
  }

  public synchronized int planned(Kind kind) {
    return planned.getOrDefault(kind, 0);
  }

  public synchronized int seen(Kind kind) {
    return seen.getOrDefault(kind, 0);
  }

  /** Orders that had not ended when their customer stopped waiting. */
  public synchronized int notEnded() {
    return notEnded;
  }

  /** All orders placed, those included that were placed again because a race went otherwise. */
  public synchronized int placed() {
    return placed;
  }

  /** Whether each kind that was planned was also seen. */
  public synchronized boolean everyPlannedKindWasSeen() {
    return seen.keySet().containsAll(planned.keySet());
  }
}
