package dev.ensemble.bench.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The measurements one by one, for whoever wants to make more of them than the table does. */
final class Csv {
  private Csv() {}

  static List<String> rounds(Results results) {
    return lines(
        "contender,round,rows_per_second,second_half,first_three_tenths,cpu_seconds_per_million,second_half_cpu_seconds_per_million,database_seconds_per_million,broker_seconds_per_million,peak_megabytes",
        results,
        drained -> Stream.of(values(drained)));
  }

  static List<String> progress(Results results) {
    return lines(
        "contender,round,millis,rows,cpu_millis",
        results,
        drained ->
            drained.progress().stream()
                .map(
                    point ->
                        "%d,%d,%d"
                            .formatted(
                                point.nanos() / 1_000_000, point.rows(), point.cpu().toMillis())));
  }

  private static List<String> lines(
      String head, Results results, Function<Drained, Stream<String>> values) {
    List<String> lines = new ArrayList<>(List.of(head));
    for (Result result : results.all()) {
      int round = 0;
      for (Drained drained : result.drained()) {
        round++;
        String place = result.contender().word() + "," + round + ",";
        values.apply(drained).forEach(value -> lines.add(place + value));
      }
    }
    return lines;
  }

  private static String values(Drained drained) {
    return String.format(
        Locale.ROOT,
        "%.0f,%.0f,%.0f,%.2f,%.2f,%.2f,%.2f,%d",
        drained.wholePerSecond(),
        drained.secondHalfPerSecond(),
        drained.firstPerSecond(),
        drained.cpuSecondsPerMillion(),
        drained.secondHalfCpuSecondsPerMillion(),
        drained.databaseSecondsPerMillion(),
        drained.brokerSecondsPerMillion(),
        drained.peakMegabytes());
  }
}
