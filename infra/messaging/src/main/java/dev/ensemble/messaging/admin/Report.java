package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.ParkedRecord;
import dev.ensemble.messaging.Treated;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a redrive or a discard really did.
 *
 * @param dryRun whether it only tells what it would try
 * @param complete whether nothing of what was meant is left
 * @param cutOff whether an outage ended it
 * @param outcomes how many events ended how
 */
record Report(
    boolean dryRun,
    boolean complete,
    boolean cutOff,
    Map<Treated.Outcome, Integer> outcomes,
    List<Line> events) {

  /** What became of one event. */
  record Line(
      long number,
      @Nullable UUID eventId,
      @Nullable String type,
      Treated.Outcome outcome,
      @Nullable String why) {

    /** An exception's words are shown where all is: they may quote a payload. Ours do not. */
    static Line of(Treated one, Disclosure disclosure) {
      ParkedRecord event = one.event();
      return new Line(
          event.number(),
          event.eventId(),
          event.type(),
          one.outcome(),
          one.failedAs() == null ? one.why() : disclosure.reason(one.failedAs(), one.why()));
    }
  }

  static Report of(boolean dryRun, List<Treated> treated, Disclosure disclosure) {
    Map<Treated.Outcome, Integer> outcomes = new EnumMap<>(Treated.Outcome.class);
    treated.forEach(one -> outcomes.merge(one.outcome(), 1, Integer::sum));
    return new Report(
        dryRun,
        outcomes.keySet().stream().noneMatch(Report::isLeft),
        treated.stream().anyMatch(Treated::isCutOff),
        outcomes,
        treated.stream().map(one -> Line.of(one, disclosure)).toList());
  }

  private static boolean isLeft(Treated.Outcome outcome) {
    return switch (outcome) {
      case FAILED, REFUSED, NOT_REACHED -> true;
      case APPLIED, WAS_APPLIED, IGNORED, GONE, DISCARDED, PARKED, SELECTED -> false;
    };
  }
}
