package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * What is promised of one contender beside another.
 *
 * @param sentence with a place for the ratio
 * @param ratio of the first to the second, not a number where it was not measured
 * @param limit the least that holds, or the most
 * @param atLeast whether the limit is the least
 */
record Promise(
    String sentence,
    Contender first,
    Contender second,
    ToDoubleBiFunction<Result, Result> ratio,
    double limit,
    boolean atLeast) {

  private static final List<Promise> ALL =
      List.of(
          atLeast(
              "second half, at-least-once: %.2f of the bare limit",
              Contender.RELAY,
              Contender.LIMIT,
              (one, other) -> one.ratio(Drained::secondHalfPerSecond, other),
              0.9),
          atLeast(
              "second half, at-least-once: %.2f of Debezium Server",
              Contender.RELAY,
              Contender.DEBEZIUM_SERVER,
              (one, other) -> one.ratio(Drained::secondHalfPerSecond, other),
              1.6),
          atLeast(
              "second half, transactional: %.2f of the bare limit",
              Contender.RELAY_TRANSACTIONAL,
              Contender.LIMIT,
              (one, other) -> one.ratio(Drained::secondHalfPerSecond, other),
              0.8),
          atMost(
              "processor time, at-least-once: %.2f of Debezium Server's",
              Contender.RELAY,
              Contender.DEBEZIUM_SERVER,
              (one, other) -> one.ratio(Drained::cpuSecondsPerMillion, other),
              0.5),
          atLeast(
              "the first three tenths from a cold start: %.2f of Debezium Server",
              Contender.RELAY,
              Contender.DEBEZIUM_SERVER,
              (one, other) -> one.ratio(Drained::firstPerSecond, other),
              2),
          atMost(
              "latency p50, at-least-once: %.2f of Debezium Server's",
              Contender.RELAY,
              Contender.DEBEZIUM_SERVER,
              (one, other) -> latencies(one, other, 50),
              0.6),
          atMost(
              "latency p99, at-least-once: %.2f of Debezium Server's",
              Contender.RELAY,
              Contender.DEBEZIUM_SERVER,
              (one, other) -> latencies(one, other, 99),
              1));

  private static Promise atLeast(
      String sentence,
      Contender first,
      Contender second,
      ToDoubleBiFunction<Result, Result> ratio,
      double limit) {
    return new Promise(sentence, first, second, ratio, limit, true);
  }

  private static Promise atMost(
      String sentence,
      Contender first,
      Contender second,
      ToDoubleBiFunction<Result, Result> ratio,
      double limit) {
    return new Promise(sentence, first, second, ratio, limit, false);
  }

  private static double latencies(Result one, Result other, double percentile) {
    Latencies ours = one.latencies();
    Latencies theirs = other.latencies();
    return ours == null || theirs == null
        ? Double.NaN
        : ours.millis(percentile) / theirs.millis(percentile);
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
    Optional<Result> one = results.of(first);
    Optional<Result> other = results.of(second);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    double seen = ratio.applyAsDouble(one.get(), other.get());
    return Stream.of(seen).filter(value -> !value.isNaN()).map(this::outcome).findFirst();
  }

  private Outcome outcome(double seen) {
    boolean held = atLeast ? seen >= limit : seen <= limit;
    String line =
        String.format(
            Locale.ROOT,
            "%s %s (at %s %.2f)",
            held ? "✓" : "✗",
            String.format(Locale.ROOT, sentence, seen),
            atLeast ? "least" : "most",
            limit);
    return new Outcome(held, line);
  }
}
