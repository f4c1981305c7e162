package dev.ensemble.bench.relay;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How one contender emptied the backlog once.
 *
 * @param rows of the backlog
 * @param progress how many rows were on the topic when, the last when the last row was
 * @param peakMegabytes of its process
 * @param database processor time of PostgreSQL meanwhile
 * @param broker processor time of the broker meanwhile
 */
record Drained(
    long rows, List<Point> progress, long peakMegabytes, Duration database, Duration broker) {

  /**
   * One point of the way.
   *
   * @param nanos since the process was started
   * @param rows on the topic
   * @param cpu what the process had used
   */
  record Point(long nanos, long rows, Duration cpu) {}

  Drained {
    progress = List.copyOf(progress);
  }

  /** Translates what was seen from outside, up to the moment when the last row was there. */
  static List<Point> progress(
      List<Sample> samples, ToLongFunction<List<Long>> recordsBelow, long rows) {
    List<Point> all =
        samples.stream()
            .map(one -> new Point(one.nanos(), recordsBelow.applyAsLong(one.ends()), one.cpu()))
            .toList();
    int last = 0;
    while (all.get(last).rows() < rows) {
      last++;
    }
    return all.subList(0, last + 1);
  }

  double wholePerSecond() {
    return rows / seconds(progress.getLast().nanos());
  }

  double secondHalfPerSecond() {
    long half = rows / 2;
    return (rows - half) / seconds(progress.getLast().nanos() - nanosAt(half));
  }

  /** The first three tenths, from the start of the process. */
  double firstPerSecond() {
    long first = rows * 3 / 10;
    return first / seconds(nanosAt(first));
  }

  double cpuSecondsPerMillion() {
    return perMillion(progress.getLast().cpu(), rows);
  }

  double secondHalfCpuSecondsPerMillion() {
    Point half =
        progress.stream().filter(point -> point.rows() >= rows / 2).findFirst().orElseThrow();
    Point last = progress.getLast();
    return perMillion(last.cpu().minus(half.cpu()), last.rows() - half.rows());
  }

  double databaseSecondsPerMillion() {
    return perMillion(database, rows);
  }

  double brokerSecondsPerMillion() {
    return perMillion(broker, rows);
  }

  private static double perMillion(Duration cpu, long rows) {
    return cpu.toMillis() * 1e3 / Math.max(1, rows);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** When so many rows were there, between two looks in proportion. */
  private long nanosAt(long target) {
    Point before = new Point(0, 0, Duration.ZERO);
    for (Point point : progress) {
      if (point.rows() >= target) {
        double share = (double) (target - before.rows()) / (point.rows() - before.rows());
        return before.nanos() + (long) (share * (point.nanos() - before.nanos()));
      }
      before = point;
    }
    throw new IllegalArgumentException("there are not so many rows: " + target);
  }
}
