package dev.ensemble.bench.inbox;

import dev.ensemble.bench.inbox.Results.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results as a Markdown table, for the terminal and for the README alike. */
final class Report {
  private Report() {}

  static List<String> head(Plan plan) {
    return List.of(
        "",
        "%,d events in %d partitions, %,d accounts; one change and one row of the outbox each"
            .formatted(plan.events(), Plan.PARTITIONS, Event.ACCOUNTS),
        "  %d records a poll; consumers: %s"
            .formatted(
                plan.consumers().pollRecordsMax(),
                plan.contenders().stream()
                    .map(one -> one.word() + " " + plan.consumers().threads(one))
                    .collect(Collectors.joining(", "))),
        "  %d rounds in changing order, a drain ends after %d s; Java %s, %d processors; each JVM with %s"
            .formatted(
                plan.rounds(),
                plan.drainTimeMax().toSeconds(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" ", plan.jvm().options())),
        "",
        "  %-7s %-26s %-34s %10s %12s %12s"
            .formatted("round", "", "", "events/s", "CPU s/100k", "database"));
  }

  static String line(String round, Contender contender, Case one, Drained drained) {
    return String.format(
        Locale.ROOT,
        "  %-7s %-26s %-34s %10.0f %12.2f %12.2f",
        round,
        one.title(),
        contender.title(),
        drained.perSecond(),
        drained.cpuSecondsPer100k(),
        drained.databaseSecondsPer100k());
  }

  static String line(Contender contender, Case one, Latencies latencies) {
    return "  %-26s %-34s p50 %s ms, p99 %s ms, max %s ms"
        .formatted(
            one.title(),
            contender.title(),
            millis(latencies.p50Micros()),
            millis(latencies.p99Micros()),
            millis(latencies.maxMicros()));
  }

  /** Medians over the rounds. */
  static List<String> table(Results results) {
    Plan plan = results.plan();
    List<String> lines = new ArrayList<>();
    lines.add(
        "| | events/s | beside the listener, offsets by the record | by the poll | beside the limit | CPU s per 100k | database s per 100k | 10 %% repeated | 100 %% repeated | %s ids: 0 %% | 10 %% | 100 %% repeated | p50 ms | p99 ms |"
            .formatted(String.format(Locale.ROOT, "%,d", plan.memory().large())));
    lines.add("|" + " --- |".repeat(14));
    plan.contenders().forEach(one -> lines.add(row(results, one)));
    return lines;
  }

  private static String row(Results results, Contender one) {
    List<String> cells = new ArrayList<>();
    Measured fresh = new Measured(one, Case.FRESH);
    cells.add(one.title());
    cells.add(rate(results, one, Case.FRESH));
    cells.add(ratio(results, fresh, Contender.LISTENER));
    cells.add(ratio(results, fresh, Contender.LISTENER_POLLS));
    cells.add(ratio(results, fresh, Contender.LIMIT));
    cells.add(number("%.2f", median(results, one, Drained::cpuSecondsPer100k)));
    cells.add(number("%.2f", median(results, one, Drained::databaseSecondsPer100k)));
    Arrays.stream(Case.values())
        .filter(each -> each != Case.FRESH)
        .forEach(each -> cells.add(rate(results, one, each)));
    addLatencies(cells, results.latencies(one, Case.FRESH));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static void addLatencies(List<String> cells, @Nullable Latencies latencies) {
    cells.add(latencies == null ? "" : millis(latencies.p50Micros()));
    cells.add(latencies == null ? "" : millis(latencies.p99Micros()));
  }

  /** Medians over the rounds, a line for each case; nothing of what is known has an effect. */
  static List<String> tableOfCases(Results results) {
    List<String> lines = new ArrayList<>();
    lines.add("| case | | events/s | CPU s per 100k | database s per 100k | p50 ms | p99 ms |");
    lines.add("|" + " --- |".repeat(7));
    for (Case one : results.plan().cases()) {
      for (Contender contender : results.plan().contenders()) {
        if (!results.of(contender, one).isEmpty()) {
          lines.add(row(results, contender, one));
        }
      }
    }
    return lines;
  }

  private static String row(Results results, Contender contender, Case one) {
    List<String> cells = new ArrayList<>();
    cells.add(one.title());
    cells.add(contender.title());
    cells.add(rate(results, contender, one));
    cells.add(number("%.2f", results.median(contender, one, Drained::cpuSecondsPer100k)));
    cells.add(number("%.2f", results.median(contender, one, Drained::databaseSecondsPer100k)));
    addLatencies(cells, results.latencies(contender, one));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String rate(Results results, Contender contender, Case one) {
    return number("%,.0f", results.median(contender, one, Drained::perSecond));
  }

  private static String ratio(Results results, Measured fresh, Contender other) {
    return number("%.2f", results.speedBeside(fresh, new Measured(other, Case.FRESH)));
  }

  private static OptionalDouble median(
      Results results, Contender contender, ToDoubleFunction<Drained> value) {
    return results.median(contender, Case.FRESH, value);
  }

  private static String number(String format, OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, format, value.getAsDouble());
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f", micros / 1000.0);
  }
}
