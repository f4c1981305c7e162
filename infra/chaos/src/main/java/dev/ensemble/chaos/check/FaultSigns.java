package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts how many faults were brought about, and what came of each kind. */
final class FaultSigns {
  /** Of those that were planned, so many at least must have been brought about. */
  private static final double DONE_LEAST = 0.75;

  /** Of the kinds; a fault may hit a link that says nothing just then, as its server is frozen. */
  private static final double EFFECTIVE_LEAST = 0.8;

  private final Map<String, Tries> tries = new TreeMap<>();
  private final Set<Long> planned = new HashSet<>();
  private final Set<Long> missed = new HashSet<>();

  /** How often a kind was tried, how often in vain, and what came of the others. */
  private static final class Tries {
    private long planned;
    private long missed;
    private long seen;

    /** One that had a single chance may be without; how many such kinds there are is limited. */
    long least() {
      return planned > 1 ? 1 : 0;
    }
  }

  /**
   * @param line of a fault that begins, was missed, or is over
   */
  void read(Line line) {
    Tries kind = tries.computeIfAbsent(line.text("kind"), word -> new Tries());
    if (line.what() == Happening.HEAL) {
      kind.seen += line.number("seen");
      return;
    }
    long number = line.number("fault");
    if (planned.add(number)) {
      kind.planned++;
    }
    if (line.what() == Happening.MISSED && missed.add(number)) {
      kind.missed++;
    }
  }

  void tell(Consumer<Sign> all) {
    tries.forEach(
        (kind, those) ->
            all.accept(
                new Sign(
                    "effects of %s, %d times tried and %d in vain"
                        .formatted(kind, those.planned, those.missed),
                    those.seen,
                    those.least())));
    all.accept(
        new Sign(
            "kinds of fault that had an effect, of %d".formatted(tries.size()),
            tries.values().stream().filter(kind -> kind.seen > 0).count(),
            (long) Math.ceil(tries.size() * EFFECTIVE_LEAST)));
    all.accept(
        new Sign(
            "faults that were brought about, of %d".formatted(planned.size()),
            (long) planned.size() - missed.size(),
            (long) Math.ceil(planned.size() * DONE_LEAST)));
  }
}
