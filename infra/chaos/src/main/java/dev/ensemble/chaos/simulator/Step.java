package dev.ensemble.chaos.simulator;

/**
 * One thing that happens.
 *
 * @param order which order of the world it is about; 0 where it is about none
 * @param which a service, a channel or a shelf, by its place
 * @param detail a record's place on its topic, or how many rows a relay goes back
 */
record Step(Action action, int order, int which, int detail, Crash crash) {

  static Step of(Action action, int order) {
    return new Step(action, order, 0, 0, Crash.NONE);
  }

  static Step of(Action action, int order, int which) {
    return new Step(action, order, which, 0, Crash.NONE);
  }

  Step crashing(Crash where) {
    return new Step(action, order, which, detail, where);
  }

  Step at(int place) {
    return new Step(action, order, which, place, crash);
  }

  boolean isCrash() {
    return crash != Crash.NONE || action == Action.RELAY_CRASH || action == Action.FORGET;
  }

  boolean isRepeat() {
    return action == Action.REDELIVER || action == Action.REPLAY;
  }

  /** Whether it may as well never happen: nobody waits for it. */
  boolean isStray() {
    return action == Action.DISPATCH_LATE;
  }

  boolean isPoison() {
    return action == Action.POISON;
  }
}
