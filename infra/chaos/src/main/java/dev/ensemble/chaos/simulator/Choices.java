package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.List;

/** The steps that a world can take. */
final class Choices {
  private static final Service[] SERVICES = Service.values();

  private Choices() {}

  /** What goes on by itself with an order: no fault is among it, and no relay. */
  private enum Choice {
    PLACE(Action.PLACE, 0),
    CANCEL(Action.CANCEL, 0),
    DEADLINE(Action.DEADLINE, 0),
    DISPATCH(Action.DISPATCH, 0),
    DISPATCH_LATE(Action.DISPATCH_LATE, 0),
    CHARGE_DUE(Action.CHARGE_DUE, 0),
    ASK(Action.ASK, 0),
    RECORD(Action.RECORD, 0),
    DELIVER_0(Action.DELIVER, 0),
    DELIVER_1(Action.DELIVER, 1),
    DELIVER_2(Action.DELIVER, 2),
    DELIVER_3(Action.DELIVER, 3),
    DELIVER_4(Action.DELIVER, 4),
    REDRIVE_0(Action.REDRIVE, 0),
    REDRIVE_1(Action.REDRIVE, 1),
    REDRIVE_2(Action.REDRIVE, 2);

    private static final Choice[] ALL = values();

    private final Action action;
    private final int which;

    Choice(Action action, int which) {
      this.action = action;
      this.which = which;
    }

    private Step step(int order) {
      return Step.of(action, order, which);
    }
  }

  /** What goes on by itself with an order, a bit each; asked for with every step at random. */
  static int bits(World world, int order) {
    int bits = 0;
    for (int i = 0; i < Choice.ALL.length; i++) {
      Choice choice = Choice.ALL[i];
      if (world.isPossible(choice.action, order, choice.which, 0)) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /** The nth step among the bits. */
  static Step nth(int bits, int nth, int order) {
    int rest = bits;
    for (int i = 0; i < nth; i++) {
      rest &= rest - 1;
    }
    return Choice.ALL[Integer.numberOfTrailingZeros(rest)].step(order);
  }

  /** The same as steps. */
  static List<Step> ofOrder(World world, int order) {
    List<Step> steps = new ArrayList<>();
    int bits = bits(world, order);
    for (int i = 0; i < Integer.bitCount(bits); i++) {
      steps.add(nth(bits, i, order));
    }
    return steps;
  }

  /** What goes on by itself and is no single order's. */
  static List<Step> ofAll(World world) {
    List<Step> steps = new ArrayList<>();
    for (Service source : SERVICES) {
      add(world, Step.of(Action.SEND, 0, source.place()), steps);
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
          add(world, Step.of(Action.RELAY_CRASH, 0, source.place()).at(back), steps);
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
      // That call is made once and changes nothing, or should not.
      case DISPATCH_LATE -> {}
      case ASK, RECORD, FORGET, SPOIL, SEND, RELAY_CRASH, POISON, REDELIVER, REPLAY -> {}
    }
  }

  private static void add(World world, Step step, List<Step> steps) {
    if (world.isPossible(step)) {
      steps.add(step);
    }
  }
}
