package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import java.util.List;

/** Something that goes wrong once. It is injected and healed once each, by one thread. */
public sealed interface Fault
    permits ProcessFault,
        BrokersDown,
        PostgresCrash,
        LinkFault,
        Swizzle,
        SessionsEnded,
        SlotDropped,
        GroupReset,
        Republished,
        Poisoned {

  /** What it is done to. No other fault is done to any of these at the same time. */
  List<String> targets();

  /**
   * Makes it go wrong.
   *
   * @return how much of what it must cause was seen at once: connections cut, sessions ended
   * @throws Exception where it cannot be brought about, because of another fault perhaps
   */
  long inject(SystemUnderTest system) throws Exception;

  /**
   * Makes it good again, also where it could not be injected.
   *
   * @return how much of what it must cause was seen by now: processes started again
   * @throws Exception where that did not work, and is to be tried again
   */
  long heal(SystemUnderTest system) throws Exception;
}
