package dev.ensemble.bench.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measurements one by one, for whoever wants to make more of them than the table does. */
final class Csv {
  private Csv() {}

  static void write(Path folder, Results results) {
    List<String> rounds = new ArrayList<>();
    List<String> progress = new ArrayList<>();
    rounds.add(
        "contender,round,rows_per_second,second_half,first_three_tenths,cpu_seconds_per_million,second_half_cpu_seconds_per_million,database_seconds_per_million,broker_seconds_per_million,peak_megabytes");
    progress.add("contender,round,millis,rows,cpu_millis");
    for (Result result : results.all()) {
      int round = 0;
      for (Drained drained : result.drained()) {
        round++;
        String place = result.contender().word() + "," + round;
        rounds.add(place + "," + values(drained));
        for (Drained.Point point : drained.progress()) {
          progress.add(
              "%s,%d,%d,%d"
                  .formatted(
                      place, point.nanos() / 1_000_000, point.rows(), point.cpu().toMillis()));
        }
      }
    }
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("rounds.csv"), rounds);
      Files.write(folder.resolve("progress.csv"), progress);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results", e);
    }
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
