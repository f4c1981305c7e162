package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One world of many orders on a way that a seed decides, faults included. */
final class RandomHistory {
  /** Some forty steps an order are usual; one that needs hundreds goes in circles. */
  private static final int STEPS_PER_ORDER_MAX = 1_000;

  // One step in so many is, or has, a fault of the sort.
  private static final int FAULT_EVERY = 12;
  private static final int RELAY_CRASH_EVERY = 100;
  private static final int REPLAY_EVERY = 4_000;
  private static final int SPOIL_EVERY = 400;

  /** How many rows a relay may have sent and not marked. */
  private static final int UNMARKED_MAX = 20;

  private static final Service[] SERVICES = Service.values();

  private final SplittableRandom random;
  private final Scenario scenario;
  private final World world;
  private final Invariants invariants;
  private final Tally tally = new Tally();
  private final List<Step> steps = new ArrayList<>();

  /** The orders with which something may go on; all others wait for a relay. */
  private final int[] active;

  private final boolean[] isActive;
  private int activeCount;

  RandomHistory(long seed, int orders, Mutation mutation) {
    this.random = new SplittableRandom(seed);
    this.scenario = RandomScenario.of(random, orders);
    this.world = World.of(scenario, mutation);
    this.invariants = new Invariants(world);
    this.active = new int[orders];
    this.isActive = new boolean[orders];
  }

  Scenario scenario() {
    return scenario;
  }

  Tally tally() {
    return tally;
  }

  List<Step> steps() {
    return steps;
  }

  /** Goes the whole way; null where nothing is wrong on it. */
  @Nullable Violation run() {
    try {
      wakeAll();
      for (Step step = next(); step != null; step = next()) {
        take(step);
      }
      invariants.checkEnd();
      for (int order = 0; order < active.length; order++) {
        tally.noteEnd(world, invariants, order);
      }
      return null;
    } catch (Violation violation) {
      return violation;
    }
  }

  private void take(Step step) {
    steps.add(step);
    if (steps.size() > STEPS_PER_ORDER_MAX * active.length) {
      throw new Violation(
          Invariant.EVERY_ORDER_ENDS, "after " + steps.size() + " steps there is no end");
    }
    tally.note(world, step);
    switch (step.action()) {
      case SEND -> {
        Service source = Service.at(step.which());
        wake(world.database(source).outbox().get(world.topics().sent(source)).order());
      }
      case REPLAY -> wakeAll();
      case PLACE, CANCEL, DEADLINE, DISPATCH, DISPATCH_LATE -> {}
      case CHARGE_DUE, ASK, RECORD, FORGET -> {}
      case DELIVER, POISON, REDELIVER, REDRIVE -> wake(step.order());
      case SPOIL, RELAY_CRASH -> {}
    }
    world.take(step);
    invariants.checkAlways(step.order());
  }

  private void wakeAll() {
    for (int order = 0; order < isActive.length; order++) {
      wake(order);
    }
  }

  private void wake(int order) {
    if (!isActive[order]) {
      isActive[order] = true;
      active[activeCount++] = order;
    }
  }

  private @Nullable Step next() {
    Step rare = rare();
    if (rare != null) {
      return rare;
    }
    while (true) {
      int unsent = firstUnsent();
      if (unsent >= 0 && (activeCount == 0 || oneIn(3))) {
        return Step.of(Action.SEND, 0, unsent);
      }
      if (activeCount == 0) {
        return null;
      }
      int at = random.nextInt(activeCount);
      int choices = Choices.bits(world, active[at]);
      if (choices != 0) {
        int nth = random.nextInt(Integer.bitCount(choices));
        return perhapsWrong(Choices.nth(choices, nth, active[at]));
      }
      isActive[active[at]] = false;
      active[at] = active[--activeCount];
    }
  }

  /** A source with something to send, beginning at any; -1 where there is none. */
  private int firstUnsent() {
    int begin = random.nextInt(SERVICES.length);
    for (int i = 0; i < SERVICES.length; i++) {
      int source = (begin + i) % SERVICES.length;
      if (world.unsent(SERVICES[source]) > 0) {
        return source;
      }
    }
    return -1;
  }

  /** What is no single order's doing; nothing of it once all orders have ended. */
  private @Nullable Step rare() {
    if (activeCount == 0) {
      return null;
    }
    Step step = null;
    if (oneIn(RELAY_CRASH_EVERY)) {
      step =
          Step.of(Action.RELAY_CRASH, 0, random.nextInt(SERVICES.length))
              .at(random.nextInt(1, UNMARKED_MAX + 1));
    } else if (oneIn(SPOIL_EVERY)) {
      step = Step.of(Action.SPOIL, 0, random.nextInt(scenario.shelves().size()));
    } else if (oneIn(REPLAY_EVERY)) {
      step = Step.of(Action.REPLAY, 0, random.nextInt(Channel.count()));
    }
    return step != null && world.isPossible(step) ? step : null;
  }

  private Step perhapsWrong(Step step) {
    if (!oneIn(FAULT_EVERY)) {
      return step;
    }
    List<Step> wrong = new ArrayList<>();
    Choices.addCrashes(step, wrong);
    if (step.action() == Action.RECORD) {
      wrong.add(Step.of(Action.FORGET, step.order()));
    }
    if (step.action() == Action.DELIVER) {
      wrong.add(Step.of(Action.POISON, step.order(), step.which()));
    }
    wrong.add(redelivery());
    Step chosen = wrong.get(random.nextInt(wrong.size()));
    return world.isPossible(chosen) ? chosen : step;
  }

  /** Of any order, also of one that has ended long ago. */
  private Step redelivery() {
    int order = random.nextInt(active.length);
    int channel = random.nextInt(Channel.count());
    int passed = world.topics().offset(order, Channel.at(channel));
    return Step.of(Action.REDELIVER, order, channel).at(passed == 0 ? 0 : random.nextInt(passed));
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
