package dev.ensemble.chaos.simulator;

/** How many faults of each sort one history may still have. */
record Faults(int repeats, int crashes, int poisons) {
  static final Faults NONE = new Faults(0, 0, 0);

  boolean allow(Step step) {
    return (!step.isRepeat() || repeats > 0)
        && (!step.isCrash() || crashes > 0)
        && (!step.isPoison() || poisons > 0);
  }

  Faults after(Step step) {
    return new Faults(
        repeats - (step.isRepeat() ? 1 : 0),
        crashes - (step.isCrash() ? 1 : 0),
        poisons - (step.isPoison() ? 1 : 0));
  }

  @Override
  public String toString() {
    return repeats + " duplicate(s), " + crashes + " crash(es), " + poisons + " parked event(s)";
  }
}
