package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Plot;
import java.util.Comparator;
import java.util.List;

/** Events consumed over time: the median round of each contender with fresh events. */
final class EventsOverTime {
  private EventsOverTime() {}

  static String plot(Results results) {
    return Plot.of(
        "Events consumed, by seconds since the first",
        results.plan().events(),
        results.plan().contenders().stream()
            .filter(one -> !results.of(one, Case.FRESH).isEmpty())
            .map(one -> line(results, one))
            .toList());
  }

  private static Plot.Line line(Results results, Contender contender) {
    List<Drained> rounds =
        results.of(contender, Case.FRESH).stream()
            .sorted(Comparator.comparingDouble(Drained::perSecond))
            .toList();
    List<Plot.Point> points =
        rounds.get((rounds.size() - 1) / 2).progress().stream()
            .map(point -> new Plot.Point(point.micros() / 1e6, point.done()))
            .toList();
    return new Plot.Line(contender.title(), results.plan().contenders().indexOf(contender), points);
  }
}
