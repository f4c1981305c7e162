package dev.ensemble.chaos.simulator;

/** That an invariant does not hold. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Invariant invariant;

  Violation(Invariant invariant, String detail) {
    super(detail);
    this.invariant = invariant;
  }

  Violation(Invariant invariant, RuntimeException cause) {
    super(cause.toString(), cause);
    this.invariant = invariant;
  }

  Invariant invariant() {
    return invariant;
  }

  /** In one sentence. */
  String sentence() {
    return "\"" + invariant.title() + "\" does not hold: " + getMessage();
  }
}
