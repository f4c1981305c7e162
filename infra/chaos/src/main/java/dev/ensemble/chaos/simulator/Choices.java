package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.List;

/** The steps that a world can take. */
final class Choices {
  private static final Service[] SERVICES = Service.values();

  private Choices() {}

  /** What goes on by itself with an order; no fault among it, and no relay. */
  static List<Step> ofOrder(World world, int order) {
    List<Step> steps = new ArrayList<>();
    addWishes(world, order, steps);
    for (int channel = 0; channel < Channel.count(); channel++) {
      add(world, Step.of(Action.DELIVER, order, channel), steps);
    }
    for (Service service : SERVICES) {
      add(world, Step.of(Action.REDRIVE, order, service.ordinal()), steps);
    }
    return steps;
  }

  private static void addWishes(World world, int order, List<Step> steps) {
    add(world, Step.of(Action.PLACE, order), steps);
    add(world, Step.of(Action.CANCEL, order), steps);
    add(world, Step.of(Action.DEADLINE, order), steps);
    add(world, Step.of(Action.DISPATCH, order), steps);
    add(world, Step.of(Action.CHARGE_DUE, order), steps);
    add(world, Step.of(Action.ASK, order), steps);
    add(world, Step.of(Action.RECORD, order), steps);
  }

  /** What goes on by itself and is no single order's. */
  static List<Step> ofAll(World world) {
    List<Step> steps = new ArrayList<>();
    for (Service source : SERVICES) {
      add(world, Step.of(Action.SEND, 0, source.ordinal()), steps);
    }
    for (int shelf = 0; shelf < world.scenario().shelves().size(); shelf++) {
      add(world, Step.of(Action.SPOIL, 0, shelf), steps);
    }
    return steps;
  }

  /** Everything that can happen in a world of one order, the faults that are still allowed too. */
  static List<Step> all(World world, Faults faults) {
    List<Step> steps = ofOrder(world, 0);
    List<Step> good = new ArrayList<>(steps);
    steps.addAll(ofAll(world));
    if (faults.crashes() > 0) {
      good.forEach(step -> addCrashes(step, steps));
      add(world, Step.of(Action.FORGET, 0), steps);
      for (Service source : SERVICES) {
        int most = Math.max(1, world.topics().sent(source));
        for (int back = 1; back <= most; back++) {
          add(world, Step.of(Action.RELAY_CRASH, 0, source.ordinal()).at(back), steps);
        }
      }
    }
    for (int channel = 0; channel < Channel.count(); channel++) {
      if (faults.poisons() > 0) {
        add(world, Step.of(Action.POISON, 0, channel), steps);
      }
      int passed = world.topics().offset(0, Channel.at(channel));
      for (int place = 0; faults.repeats() > 0 && place < passed; place++) {
        add(world, Step.of(Action.REDELIVER, 0, channel).at(place), steps);
      }
    }
    return steps;
  }

  /** The points at which the process may end that takes the step. */
  static void addCrashes(Step step, List<Step> steps) {
    switch (step.action()) {
      case PLACE, CANCEL, DISPATCH, DELIVER -> {
        steps.add(step.crashing(Crash.BEFORE_COMMIT));
        steps.add(step.crashing(Crash.AFTER_COMMIT));
      }
      // Nobody waits for these: past the commit, a crash makes no difference.
      case DEADLINE, CHARGE_DUE, REDRIVE -> steps.add(step.crashing(Crash.BEFORE_COMMIT));
      case ASK, RECORD, FORGET, SPOIL, SEND, RELAY_CRASH, POISON, REDELIVER, REPLAY -> {}
    }
  }

  private static void add(World world, Step step, List<Step> steps) {
    if (world.isPossible(step)) {
      steps.add(step);
    }
  }
}
