package dev.ensemble.chaos.history;

import java.util.Locale;

/** What a line of a history tells of. */
public enum Happening {
  /** The run begins: its seed, its length, what it ran on. */
  RUN,
  /** A client sends a request. */
  INVOKE,
  /** It was answered that it is done. */
  OK,
  /** It was answered that it will not be done. */
  FAIL,
  /** Nobody can say: no answer, or one that asks to come again. */
  INFO,
  /** A fault begins. */
  INJECT,
  /** A fault could not be brought about, because of another one mostly. */
  MISSED,
  /** What caused it is taken away; what it caused may last. */
  REVERSED,
  /** A fault is over, and what it must have caused was seen or waited for. */
  HEAL,
  /** A process was started. */
  START,
  /** A process is ready for work. */
  READY,
  /** A process has ended. */
  EXIT,
  /** Another relay has a source's slot. */
  LEADER,
  /** A partition is read by another process. */
  MOVED,
  /** How many of each there are at the moment. */
  SAMPLE,
  /** Up to where each consumer group has done its work, by its own word. */
  OFFSETS,
  /** Up to where each slot is published, by its own word, and how far the topics reach. */
  SLOT,
  /** The last fault is over; from here on everything must come to its end. */
  HEALED,
  /** What the processes counted, over all of their lives. */
  COUNTED,
  /** An invariant was judged while the system came to rest. */
  FOUND,
  /** The run has ended. */
  END;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Happening of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
