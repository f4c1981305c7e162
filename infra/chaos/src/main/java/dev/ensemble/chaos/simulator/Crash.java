package dev.ensemble.chaos.simulator;

/** Where the process ends that carries out a step. */
enum Crash {
  NONE,
  /** All that was done is undone. */
  BEFORE_COMMIT,
  /**
   * It is done, and whoever asked for it does not hear of it: the offset stays, the caller waits.
   */
  AFTER_COMMIT
}
