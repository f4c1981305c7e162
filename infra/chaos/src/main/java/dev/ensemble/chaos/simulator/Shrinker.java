package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a history short that ends in a violation: delta debugging (ddmin of Zeller and Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", 2002) over its orders first, and over its
 * steps then. A step that is not possible any more is passed over, and what is left to do at last
 * is done in a fixed order.
 */
final class Shrinker {
  /** Histories played for one violation; what is found by then is short enough to read. */
  private static final int PLAYS_MAX = 20_000;

  private final Scenario scenario;
  private final Mutation mutation;
  private final Invariant invariant;
  private Exploration.@Nullable Counterexample shortest;
  private int playCount;

  private Shrinker(Scenario scenario, Mutation mutation, Invariant invariant) {
    this.scenario = scenario;
    this.mutation = mutation;
    this.invariant = invariant;
  }

  /** The shortest history that is found with a violation of the same invariant. */
  static Exploration.Counterexample shrink(
      Scenario scenario, Mutation mutation, Exploration.Counterexample found) {
    Shrinker shrinker = new Shrinker(scenario, mutation, found.violation().invariant());
    if (!shrinker.fails(found.steps())) {
      throw new IllegalStateException("what was found does not happen again: " + found.steps());
    }
    List<List<Step>> byOrder = new ArrayList<>();
    for (int order = 0; order < scenario.wishes().size(); order++) {
      int it = order;
      byOrder.add(found.steps().stream().filter(step -> step.order() == it).toList());
    }
    shrinker.minimize(found.steps(), byOrder);
    Exploration.Counterexample fewer = Objects.requireNonNull(shrinker.shortest);
    shrinker.minimize(fewer.steps(), fewer.steps().stream().map(List::of).toList());
    return Objects.requireNonNull(shrinker.shortest);
  }

  /** Drops parts of the steps as long as they fail without them. */
  private void minimize(List<Step> all, List<List<Step>> allParts) {
    List<List<Step>> parts = allParts;
    int chunks = 2;
    while (parts.size() >= 2 && playCount < PLAYS_MAX) {
      int size = Math.max(1, (parts.size() + chunks - 1) / chunks);
      boolean isSmaller = false;
      for (int from = 0; from < parts.size() && !isSmaller; from += size) {
        List<List<Step>> rest = new ArrayList<>(parts.subList(0, from));
        rest.addAll(parts.subList(Math.min(parts.size(), from + size), parts.size()));
        if (fails(merged(all, rest))) {
          parts = rest;
          chunks = Math.max(2, chunks - 1);
          isSmaller = true;
        }
      }
      if (!isSmaller) {
        if (size == 1) {
          return;
        }
        chunks = Math.min(parts.size(), chunks * 2);
      }
    }
  }

  /** The parts' steps in the order in which they were taken. */
  private static List<Step> merged(List<Step> all, List<List<Step>> parts) {
    // By identity: equal steps may be taken more than once.
    java.util.Set<Step> kept =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    parts.forEach(kept::addAll);
    return all.stream().filter(kept::contains).toList();
  }

  /** Plays the steps, and what is left to do; notes the history if it violates the same. */
  private boolean fails(List<Step> steps) {
    playCount++;
    World world = World.of(scenario, mutation);
    Invariants invariants = new Invariants(world);
    List<Step> taken = new ArrayList<>();
    try {
      for (Step step : steps) {
        take(world, invariants, step, taken);
      }
      Drain.run(world, step -> take(world, invariants, step, taken));
      invariants.checkEnd();
      return false;
    } catch (Violation violation) {
      boolean isSame = violation.invariant() == invariant;
      if (isSame && (shortest == null || taken.size() <= shortest.steps().size())) {
        shortest = new Exploration.Counterexample(taken, violation);
      }
      return isSame;
    }
  }

  private static void take(World world, Invariants invariants, Step step, List<Step> taken) {
    if (world.isPossible(step)) {
      taken.add(step);
      world.take(step);
      invariants.checkAlways(step.order());
    }
  }
}
