package dev.ensemble.chaos.simulator;

import java.io.PrintWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every interleaving of one order of each kind, told as it goes. */
final class ExhaustiveReport {
  /** What may go wrong in one history; the search is over all histories of each line. */
  static final List<Faults> FAULTS = List.of(new Faults(1, 1, 0), new Faults(1, 0, 1));

  private final Mutation mutation;
  private final PrintWriter screen;
  private long states;
  private long transitions;
  private BigInteger interleavings = BigInteger.ZERO;

  ExhaustiveReport(Mutation mutation, PrintWriter screen) {
    this.mutation = mutation;
    this.screen = screen;
  }

  /** Whether everything holds. */
  boolean run() {
    long start = System.nanoTime();
    for (Faults faults : FAULTS) {
      screen.printf(Locale.ROOT, "Every interleaving of one order, each with up to %s%n", faults);
      screen.printf(
          Locale.ROOT, "  %-30s %9s %11s %26s%n", "kind", "states", "steps", "interleavings");
      for (Kinds kind : Kinds.values()) {
        if (!holds(kind, faults)) {
          return false;
        }
      }
    }
    screen.printf(
        Locale.ROOT,
        "  %-30s %,9d %,11d %,26d%n  everything holds in all of them; %d s%n%n",
        "all",
        states,
        transitions,
        interleavings,
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    return true;
  }

  private boolean holds(Kinds kind, Faults faults) {
    Exploration found = Explorer.explore(kind.scenario(), mutation, faults);
    if (found.counterexample() != null) {
      screen.printf(Locale.ROOT, "%nThe shortest way to a violation, kind: %s%n", kind.title());
      screen.println(Story.tell(kind.scenario(), mutation, found.counterexample()));
      return false;
    }
    if (!found.endings().keySet().equals(kind.endings())) {
      screen.printf(
          Locale.ROOT,
          "%n%s can end as %s, and ended as %s%n",
          kind.title(),
          kind.endings(),
          found.endings().keySet());
      return false;
    }
    BigInteger ways = found.interleavings();
    states += found.stateCount();
    transitions += found.transitionCount();
    interleavings = interleavings.add(ways);
    screen.printf(
        Locale.ROOT,
        "  %-30s %,9d %,11d %,26d%n",
        kind.title(),
        found.stateCount(),
        found.transitionCount(),
        ways);
    screen.flush();
    return true;
  }
}
