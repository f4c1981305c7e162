package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Plot;
import java.util.List;

/** Rows on the topic over time: the median round of each contender. */
final class RowsOverTime {
  private RowsOverTime() {}

  static String plot(Results results) {
    return Plot.of(
        "Rows on the topic, by seconds since the start of the process",
        results.plan().rows(),
        results.all().stream().map(RowsOverTime::line).toList());
  }

  private static Plot.Line line(Result result) {
    List<Plot.Point> points =
        result.typical().progress().stream()
            .map(point -> new Plot.Point(point.nanos() / 1e9, point.rows()))
            .toList();
    return new Plot.Line(result.contender().title(), place(result.contender()), points);
  }

  /** The colour that each has had in every plot so far. */
  private static int place(Contender contender) {
    return switch (contender) {
      case RELAY -> 0;
      case RELAY_TRANSACTIONAL -> 1;
      case DEBEZIUM_SERVER -> 2;
      case LIMIT -> 3;
      case POLLING -> 4;
    };
  }
}
