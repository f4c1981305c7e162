package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that one order can come to, whatever happens in whatever order. Breadth first,
 * so that the first violation is found by the shortest way to any.
 */
final class Explorer {
  /** Eight times what the largest kind of order has; what is cut off here would be no proof. */
  static final int STATES_MAX = 4_000_000;

  private final World world;
  private final Faults faults;
  private final int statesMax;
  private final Invariants invariants;

  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();
  private final List<int[]> nexts = new ArrayList<>();
  private final BitSet ends = new BitSet();
  private final Map<String, Integer> endings = new TreeMap<>();

  /** The step that a state was first come to by, and from where. */
  private record Way(int from, Step by) {}

  private Explorer(Scenario scenario, Mutation mutation, Faults faults, int statesMax) {
    this.statesMax = statesMax;
    this.world = World.remembering(scenario, mutation);
    this.faults = faults;
    this.invariants = new Invariants(world);
  }

  /**
   * Explores all that can come of an order.
   *
   * @throws IllegalStateException where there are more states than {@link #STATES_MAX}
   */
  static Exploration explore(Scenario scenario, Mutation mutation, Faults faults) {
    return explore(scenario, mutation, faults, STATES_MAX);
  }

  /** As the other, with a limit of its own. */
  static Exploration explore(Scenario scenario, Mutation mutation, Faults faults, int statesMax) {
    return new Explorer(scenario, mutation, faults, statesMax).run();
  }

  private Exploration run() {
    add(State.of(world, faults), new Way(-1, Step.of(Action.PLACE, 0)));
    for (int number = 0; number < states.size(); number++) {
      Exploration.Counterexample found = visit(number);
      if (found != null) {
        return result(found);
      }
    }
    return result(null);
  }

  private Exploration result(Exploration.@Nullable Counterexample found) {
    return new Exploration(world.scenario(), states.size(), nexts, ends, endings, found);
  }

  private int add(State state, Way way) {
    Integer known = numbers.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    if (states.size() == statesMax) {
      throw new IllegalStateException(
          "%s has more than %d states: the search was given up and proves nothing"
              .formatted(world.scenario().name(), statesMax));
    }
    states.add(state);
    ways.add(way);
    return states.size() - 1;
  }

  private Exploration.@Nullable Counterexample visit(int number) {
    State state = states.get(number);
    Faults left = state.faults();
    state.restore(world);
    List<Step> steps = Choices.all(world, left);
    // Where only faults and strays are left to happen, the order must have come to its end, too.
    if (steps.stream().noneMatch(Explorer::goesOn)) {
      ends.set(number);
      Violation violation = end();
      if (violation != null) {
        return new Exploration.Counterexample(wayTo(number), violation);
      }
    }
    int[] next = new int[steps.size()];
    for (int i = 0; i < next.length; i++) {
      Step step = steps.get(i);
      state.restore(world);
      try {
        world.take(step);
        invariants.checkAlways(0);
      } catch (Violation violation) {
        List<Step> way = wayTo(number);
        way.add(step);
        return new Exploration.Counterexample(way, violation);
      }
      next[i] = add(State.of(world, left.after(step)), new Way(number, step));
    }
    nexts.add(next);
    return null;
  }

  private static boolean goesOn(Step step) {
    return !step.isCrash() && !step.isRepeat() && !step.isPoison() && !step.isStray();
  }

  private @Nullable Violation end() {
    try {
      invariants.checkEnd();
      endings.merge(invariants.ending(0), 1, Integer::sum);
      return null;
    } catch (Violation violation) {
      return violation;
    }
  }

  private List<Step> wayTo(int number) {
    List<Step> steps = new ArrayList<>();
    for (int at = number; at > 0; at = ways.get(at).from()) {
      steps.addFirst(ways.get(at).by());
    }
    return steps;
  }
}
