package dev.ensemble.messaging;

import org.jspecify.annotations.Nullable;

/**
 * What became of one parked event.
 *
 * @param event as it stood there before
 * @param why more about the outcome; null where there is nothing to say
 * @param failedAs what was wrong this time, and so whose words {@code why} are; null where it did
 *     not fail
 */
public record Treated(
    ParkedRecord event,
    Outcome outcome,
    @Nullable String why,
    ParkedRecord.@Nullable Kind failedAs) {

  /** Of one that did not fail. */
  public Treated(ParkedRecord event, Outcome outcome, @Nullable String why) {
    this(event, outcome, why, null);
  }

  /** What was really done. */
  public enum Outcome {

    /** It took effect now, and is parked no more. */
    APPLIED,

    /** It had taken effect before; only its place among the parked is gone. */
    WAS_APPLIED,

    /** Its type is one that the consumer ignores by name now; it is parked no more. */
    IGNORED,

    /** It failed; it and the rest of its key stay parked. */
    FAILED,

    /** It was not tried: whether it took effect long ago is not known, see {@link Redrive}. */
    REFUSED,

    /** It was not tried: another before it failed, the limit was reached, or all was cut off. */
    NOT_REACHED,

    /** Somebody else took it away meanwhile. */
    GONE,

    /** It is parked no more, and will never take effect. */
    DISCARDED,

    /** It met an outage, and was parked by an operator's order: only histories have this. */
    PARKED,

    /** Nothing was done, as this was a dry run; otherwise it would be tried, or discarded. */
    SELECTED
  }

  /**
   * Whether it was not tried because an outage, or a failure that is no event's own, had ended all.
   */
  public boolean isCutOff() {
    return outcome == Outcome.NOT_REACHED && why != null;
  }
}
