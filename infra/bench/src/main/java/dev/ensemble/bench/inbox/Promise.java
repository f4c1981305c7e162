package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Outcome;
import dev.ensemble.bench.inbox.Results.Measured;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is promised of one speed beside another.
 *
 * @param sentence with a place for the ratio
 * @param least the ratio of the first to the second that holds
 */
record Promise(String sentence, Measured first, Measured second, double least) {

  /** Ten million ids cost a fifth at most. */
  private static final double LONG_MEMORY_LEAST = 0.8;

  private static final List<Promise> ALL =
      List.of(
          new Promise(
              "event by event: %.1f times the listener, offsets by the record",
              fresh(Contender.INBOX), fresh(Contender.LISTENER), 7),
          new Promise(
              "set-wise: %.1f times the listener, offsets by the record",
              fresh(Contender.INBOX_SETS), fresh(Contender.LISTENER), 14),
          new Promise(
              "event by event: %.1f times the listener, offsets by the poll",
              fresh(Contender.INBOX), fresh(Contender.LISTENER_POLLS), 4),
          new Promise(
              "set-wise: %.1f times the listener, offsets by the poll",
              fresh(Contender.INBOX_SETS), fresh(Contender.LISTENER_POLLS), 8),
          new Promise(
              "set-wise: %.2f of the limit",
              fresh(Contender.INBOX_SETS), fresh(Contender.LIMIT), 0.8),
          new Promise(
              "event by event, all repeated: %.1f times as fast as fresh ones",
              new Measured(Contender.INBOX, Case.ALL_REPEATED), fresh(Contender.INBOX), 3),
          new Promise(
              "set-wise, all repeated: %.1f times as fast as fresh ones",
              new Measured(Contender.INBOX_SETS, Case.ALL_REPEATED),
              fresh(Contender.INBOX_SETS),
              3),
          longMemory("event by event, fresh", Contender.INBOX, Case.FRESH),
          longMemory("set-wise, fresh", Contender.INBOX_SETS, Case.FRESH),
          longMemory("event by event, 10 % repeated", Contender.INBOX, Case.TENTH_REPEATED),
          longMemory("set-wise, 10 % repeated", Contender.INBOX_SETS, Case.TENTH_REPEATED),
          longMemory("event by event, all repeated", Contender.INBOX, Case.ALL_REPEATED),
          longMemory("set-wise, all repeated", Contender.INBOX_SETS, Case.ALL_REPEATED));

  private static Promise longMemory(String what, Contender contender, Case one) {
    return new Promise(
        what.replace("%", "%%") + ", with a long memory: %.2f of the speed with a short one",
        new Measured(contender, one.withLongMemory()),
        new Measured(contender, one),
        LONG_MEMORY_LEAST);
  }

  private static Measured fresh(Contender contender) {
    return new Measured(contender, Case.FRESH);
  }

  /** How many there are, judged or not. */
  static int count() {
    return ALL.size();
  }

  /** Those that can be judged by what was measured. */
  static List<Outcome> judge(Results results) {
    return ALL.stream().flatMap(promise -> promise.outcome(results).stream()).toList();
  }

  private Optional<Outcome> outcome(Results results) {
    OptionalDouble seen = results.speedBeside(first, second);
    return seen.isEmpty() ? Optional.empty() : Optional.of(outcome(seen.getAsDouble()));
  }

  private Outcome outcome(double seen) {
    boolean held = seen >= least;
    return new Outcome(
        held,
        "%s %s (at least %s)"
            .formatted(
                held ? "✓" : "✗",
                String.format(Locale.ROOT, sentence, seen),
                String.format(Locale.ROOT, least < 1 ? "%.1f" : "%.0f", least)));
  }
}
