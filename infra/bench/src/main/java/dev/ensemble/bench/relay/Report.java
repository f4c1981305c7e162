package dev.ensemble.bench.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The results as a Markdown table, for the terminal and for the README alike. */
final class Report {
  private Report() {}

  static List<String> head(Plan plan) {
    return List.of(
        "",
        "%,d rows, one row a transaction, 300 bytes of JSON each, into %d partitions"
            .formatted(plan.rows(), Topic.PARTITIONS),
        "  %d rounds in changing order; Java %s, %d processors; each JVM with %s"
            .formatted(
                plan.rounds(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" ", plan.jvm().options())),
        "",
        "  %-5s  %-26s %10s %12s %12s %9s %9s %9s %8s"
            .formatted(
                "round",
                "",
                "rows/s",
                "second half",
                "first 3/10",
                "CPU s/M",
                "database",
                "broker",
                "peak MB"));
  }

  static String line(int round, Contender contender, Drained drained) {
    return String.format(
        Locale.ROOT,
        "  %-5d  %-26s %10.0f %12.0f %12.0f %9.1f %9.1f %9.1f %8d",
        round,
        contender.title(),
        drained.wholePerSecond(),
        drained.secondHalfPerSecond(),
        drained.firstPerSecond(),
        drained.cpuSecondsPerMillion(),
        drained.databaseSecondsPerMillion(),
        drained.brokerSecondsPerMillion(),
        drained.peakMegabytes());
  }

  static String line(Contender contender, Latencies latencies) {
    return String.format(
        Locale.ROOT,
        "  %-26s p50 %.2f ms, p99 %.2f ms, max %.1f ms",
        contender.title(),
        latencies.millis(50),
        latencies.millis(99),
        latencies.maxMillis());
  }

  /** Medians over the rounds. */
  static List<String> table(Results results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| | rows/s | second half | first 3/10 | second half beside Debezium Server | beside the limit | CPU s per million | peak MB | p50 ms | p99 ms | max ms |");
    lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    results.all().forEach(one -> lines.add(row(results, one)));
    return lines;
  }

  private static String row(Results results, Result one) {
    List<String> cells = new ArrayList<>();
    boolean trained = results.plan().trained().contains(one.contender());
    cells.add(one.contender().title() + (trained ? ", AOT cache" : ""));
    cells.add(rate(one, Drained::wholePerSecond));
    cells.add(rate(one, Drained::secondHalfPerSecond));
    cells.add(rate(one, Drained::firstPerSecond));
    cells.add(beside(one, results.of(Contender.DEBEZIUM_SERVER)));
    cells.add(beside(one, results.of(Contender.LIMIT)));
    cells.add(number("%.1f", one.median(Drained::cpuSecondsPerMillion)));
    cells.add(number("%.0f", one.median(drained -> drained.peakMegabytes())));
    Latencies latencies = one.latencies();
    cells.add(latencies == null ? "" : number("%.2f", latencies.millis(50)));
    cells.add(latencies == null ? "" : number("%.2f", latencies.millis(99)));
    cells.add(latencies == null ? "" : number("%.1f", latencies.maxMillis()));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String rate(Result one, ToDoubleFunction<Drained> value) {
    return number("%,.0f", one.median(value));
  }

  private static String beside(Result one, Optional<Result> other) {
    return other
        .map(result -> number("%.2f", one.ratio(Drained::secondHalfPerSecond, result)))
        .orElse("");
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
