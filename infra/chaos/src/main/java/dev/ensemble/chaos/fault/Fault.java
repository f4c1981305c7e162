package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import java.util.List;

/** Something that goes wrong once. It is injected and healed once each, by one thread. */
public interface Fault {

  /** What it is done to. No other fault is done to any of these at the same time. */
  List<String> targets();

  /**
   * Makes it go wrong. Where that does not work, it is tried again for a while.
   *
   * @return how much of what it must cause was seen at once: connections cut, sessions ended
   * @throws Exception where it cannot be brought about now, because of another fault perhaps
   */
  long inject(SystemUnderTest system) throws Exception;

  /** Whether it has met anything. One that has not lasts a little longer. */
  default boolean hasHit(SystemUnderTest system) {
    return true;
  }

  /**
   * Takes the cause away, also where it could not be injected, and does not wait for what follows.
   *
   * @return how much more of what it must cause was seen while it lasted
   * @throws Exception where that did not work, and is to be tried again
   */
  long heal(SystemUnderTest system) throws Exception;

  /**
   * Waits for what it must have caused, where that takes until after its end: a process that is
   * started again. Asked only of what was injected.
   *
   * @return how much of it was seen; what does not come in a time of its own is not waited for
   */
  default long awaitEffect(SystemUnderTest system) throws InterruptedException {
    return 0;
  }
}
