package dev.ensemble.bench.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measurements one by one, for whoever wants to make more of them than the table does. */
final class Csv {
  private Csv() {}

  static List<String> rounds(Results results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "contender,case,round,events,events_per_second,cpu_seconds_per_100k,database_seconds_per_100k");
    for (Contender contender : results.plan().contenders()) {
      for (Case one : results.plan().cases()) {
        int round = 0;
        for (Drained drained : results.of(contender, one)) {
          round++;
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s,%s,%d,%d,%.0f,%.3f,%.3f",
                  contender.word(),
                  one.word(),
                  round,
                  drained.progress().getLast().done(),
                  drained.perSecond(),
                  drained.cpuSecondsPer100k(),
                  drained.databaseSecondsPer100k()));
        }
      }
    }
    return lines;
  }
}
