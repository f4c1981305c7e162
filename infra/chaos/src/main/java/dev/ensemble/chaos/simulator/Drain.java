package dev.ensemble.chaos.simulator;

import java.util.List;
import java.util.function.Consumer;

/** Does what is left to do with the orders that were placed, without a fault, in a fixed order. */
final class Drain {
  private Drain() {}

  static void run(World world, Consumer<Step> take) {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      for (Service source : Service.values()) {
        while (world.unsent(source) > 0) {
          take.accept(Step.of(Action.SEND, 0, source.place()));
          goesOn = true;
        }
      }
      for (int order = 0; order < world.scenario().wishes().size(); order++) {
        goesOn |= world.order().order(order) != null && runOne(world, order, take);
      }
    }
  }

  private static boolean runOne(World world, int order, Consumer<Step> take) {
    boolean hasGoneOn = false;
    for (List<Step> steps = choices(world, order);
        !steps.isEmpty();
        steps = choices(world, order)) {
      take.accept(steps.getFirst());
      hasGoneOn = true;
    }
    return hasGoneOn;
  }

  /** Nobody wishes anything more: that would be another history. */
  private static List<Step> choices(World world, int order) {
    return Choices.ofOrder(world, order).stream()
        .filter(
            step ->
                switch (step.action()) {
                  case PLACE, CANCEL, DEADLINE, DISPATCH_LATE, SPOIL, FORGET, RELAY_CRASH -> false;
                  case POISON, REDELIVER, REPLAY -> false;
                  case DISPATCH, CHARGE_DUE, ASK, RECORD, SEND, DELIVER, REDRIVE -> true;
                })
        .toList();
  }
}
