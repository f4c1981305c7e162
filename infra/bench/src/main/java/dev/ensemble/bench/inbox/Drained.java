package dev.ensemble.bench.inbox;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One contender's way through the topic.
 *
 * @param progress as it told it, from the first record that was done with
 * @param database processor time of PostgreSQL from the first point to the last
 */
record Drained(List<Point> progress, Duration database) {
  /** Consumers that join one after the other are given partitions meanwhile; that is no speed. */
  private static final double COUNTED_FROM = 0.1;

  private static final double PER = 100_000;

  /**
   * How far it was.
   *
   * @param done records, their transactions committed
   * @param cpuMicros what the process has used so far
   */
  record Point(long micros, long done, long cpuMicros) {

    /** As a contender's process tells it: {@code point 1200 500 98000}. */
    static Point of(String answer) {
      String[] words = answer.split(" ", -1);
      return new Point(
          Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }
  }

  Drained {
    progress = List.copyOf(progress);
  }

  /** The last point within the first tenth; never the end, however few points there are. */
  private Point from() {
    double most = progress.getLast().done() * COUNTED_FROM;
    return progress.stream()
        .filter(point -> point.done() <= most)
        .reduce((earlier, later) -> later)
        .orElse(progress.getFirst());
  }

  /** From the first record that was done with to the last. */
  Duration length() {
    return Duration.of(
        progress.getLast().micros() - progress.getFirst().micros(), ChronoUnit.MICROS);
  }

  double perSecond() {
    Point from = from();
    Point last = progress.getLast();
    return (last.done() - from.done()) * 1e6 / (last.micros() - from.micros());
  }

  double cpuSecondsPer100k() {
    Point from = from();
    Point last = progress.getLast();
    return (last.cpuMicros() - from.cpuMicros()) / 1e6 / (last.done() - from.done()) * PER;
  }

  double databaseSecondsPer100k() {
    Point last = progress.getLast();
    return database.toNanos() / 1e9 / (last.done() - progress.getFirst().done()) * PER;
  }
}
