package dev.ensemble.local.stack;

import java.util.OptionalInt;

/** Who is told of each process that starts and ends, from several threads. */
public interface Overseer {
  /** Somebody who does not listen; a process that keeps ending is given up. */
  Overseer NOBODY = () -> true;

  /**
   * Whether a process that keeps ending is not started again at last. Where processes are ended on
   * purpose, that says nothing of them.
   */
  boolean givesUp();

  default void started(String name, long pid) {}

  default void ready(String name, long pid) {}

  /**
   * It has ended, for whatever reason.
   *
   * @param code where the system tells it; 128 and more after a signal
   */
  default void ended(String name, long pid, OptionalInt code) {}
}
