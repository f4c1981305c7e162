package dev.ensemble.bench.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds as a table, and what follows from them: medians, because single rounds are noisy. */
record Report(List<Round> rounds) {
  /** The share of orders per second that a key may cost. */
  static final double COST_MAX = 0.25;

  Report {
    rounds = List.copyOf(rounds);
  }

  static List<String> head(Plan plan) {
    return List.of(
        "",
        "Orders over HTTP, with an Idempotency-Key and without one",
        "  order-service alone with its PostgreSQL; %d clients, each with one call open;"
            .formatted(plan.clients()),
        "  %d rounds of %d s each, in changing order; Java %s, %d processors"
            .formatted(
                plan.rounds(),
                plan.each().toSeconds(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors()),
        "",
        "  %-9s %-45s   %-45s".formatted("", "   without the key", "   with the key"),
        String.format(
            "  %-9s %10s %8s %8s %8s %8s   %10s %8s %8s %8s %8s   %9s",
            "round",
            "orders/s",
            "p50 ms",
            "p99 ms",
            "service",
            "database",
            "orders/s",
            "p50 ms",
            "p99 ms",
            "service",
            "database",
            "key costs"));
  }

  static String line(String round, String remark) {
    return "  %-9s %s".formatted(round, remark);
  }

  static String line(int number, Round round) {
    return row("" + number, one -> one.applyAsDouble(round), Round::cost);
  }

  /** What a column holds for one round, or for all of them. */
  private interface Cell {
    double of(ToDoubleFunction<Round> value);
  }

  private static String row(String name, Cell cell, ToDoubleFunction<Round> cost) {
    return String.format(
        Locale.ROOT,
        "  %-9s %10.0f %8.1f %8.1f %8.2f %8.2f   %10.0f %8.1f %8.1f %8.2f %8.2f   %7.1f %%",
        name,
        cell.of(round -> round.without().ordersPerSecond()),
        cell.of(round -> round.without().latencyMillis(50)),
        cell.of(round -> round.without().latencyMillis(99)),
        cell.of(round -> round.without().serviceMillisPerOrder()),
        cell.of(round -> round.without().databaseMillisPerOrder()),
        cell.of(round -> round.with().ordersPerSecond()),
        cell.of(round -> round.with().latencyMillis(50)),
        cell.of(round -> round.with().latencyMillis(99)),
        cell.of(round -> round.with().serviceMillisPerOrder()),
        cell.of(round -> round.with().databaseMillisPerOrder()),
        100 * cell.of(cost));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(row("median", this::median, Round::cost));
    lines.add("");
    lines.add("  service, database: milliseconds of a processor per order.");
    lines.add(
        String.format(
            Locale.ROOT,
            "  The key costs %.1f %% of the orders per second (rounds: %.1f to %.1f %%; at most %.0f %%)",
            100 * cost(),
            100 * rounds.stream().mapToDouble(Round::cost).min().orElseThrow(),
            100 * rounds.stream().mapToDouble(Round::cost).max().orElseThrow(),
            100 * COST_MAX));
    lines.add(
        String.format(
            Locale.ROOT,
            "  and adds %.1f %% to the processor time of an order: %s",
            100 * median(Round::cpuCost),
            withinTheLimit() ? "✓ within the limit" : "✗ above the limit"));
    return lines;
  }

  /** The median over rounds of what the key took from its own round's orders per second. */
  double cost() {
    return median(Round::cost);
  }

  boolean withinTheLimit() {
    return cost() <= COST_MAX;
  }

  private double median(ToDoubleFunction<Round> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
