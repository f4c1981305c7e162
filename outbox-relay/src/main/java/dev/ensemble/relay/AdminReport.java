package dev.ensemble.relay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The admin endpoint's answers as lines that a person reads. */
final class AdminReport {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final int STEP = 1000;

  private AdminReport() {}

  /** Of one source, or of all of them. */
  static boolean isWell(JsonNode answer) {
    return !answer.has("problem") && answer.path("sources").valueStream().allMatch(s -> isWell(s));
  }

  static List<String> status(List<JsonNode> sources) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "SOURCE",
            "PHASE",
            "LEADS",
            "UNSENT",
            "P50",
            "P99",
            "LAG",
            "RETAINED",
            "PUBLISHED",
            "QUARANTINED"));
    List<String> sentences = new ArrayList<>();
    for (JsonNode source : sources) {
      rows.add(statusRow(source));
      sentences.addAll(sentences(source));
    }
    return Stream.concat(aligned(rows).stream(), sentences.stream()).toList();
  }

  private static List<String> statusRow(JsonNode source) {
    JsonNode published = source.path("published");
    JsonNode slot = source.path("slot");
    String phase = source.path("phase").asString();
    return List.of(
        source.path("source").asString(),
        source.path("paused").asBoolean() ? phase + ", paused" : phase,
        source.path("leads").asBoolean() ? "yes" : "no",
        number(source.path("oldestUnsentSeconds"), "s"),
        number(published.path("latencyP50Millis"), "ms"),
        number(published.path("latencyP99Millis"), "ms"),
        bytes(slot.path("lagBytes").asLong()),
        bytes(slot.path("retainedBytes").asLong()),
        String.format(Locale.ROOT, "%,d", published.path("events").asLong()),
        source.path("quarantinedCount").asString("-"));
  }

  private static List<String> sentences(JsonNode source) {
    List<String> sentences = new ArrayList<>();
    String name = source.path("source").asString();
    if (source.has("problem")) {
      sentences.add("%s: %s".formatted(name, source.path("problem").asString()));
    }
    if (source.path("phase").asString().equals("STANDBY")) {
      sentences.add("%s: %s".formatted(name, source.path("waitsFor").asString()));
    }
    for (JsonNode finding : source.path("findings")) {
      sentences.add(
          "%s: %s: %s. What to do: %s."
              .formatted(
                  name,
                  finding.path("finding").asString(),
                  finding.path("reason").asString(),
                  finding.path("remedy").asString()));
    }
    return sentences;
  }

  static List<String> findings(String source, List<Finding> findings) {
    if (findings.isEmpty()) {
      return List.of(source + ": nothing is wrong.");
    }
    return findings.stream()
        .map(
            finding ->
                "%s: %s (%s): %s"
                    .formatted(
                        source,
                        finding.check().word(),
                        finding.check().severity().name().toLowerCase(Locale.ROOT),
                        finding.advice()))
        .toList();
  }

  /** Those from the given number on; what is left out is said. */
  static List<String> quarantine(List<JsonNode> sources, int from) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SOURCE", "SINCE", "KEY", "ID", "REASON"));
    List<String> more = new ArrayList<>();
    for (JsonNode source : sources) {
      String name = source.path("source").asString();
      JsonNode shown = source.path("quarantined");
      if (!source.has("quarantinedCount")) {
        more.add(
            "%s: not known here, because this relay does not stream it: it is %s. Ask the one that does."
                .formatted(name, source.path("phase").asString()));
      }
      shown.forEach(row -> rows.add(quarantinedRow(name, row)));
      int count = source.path("quarantinedCount").asInt();
      if (from + shown.size() < count) {
        more.add(
            "%s: %d of %,d rows are shown, the next ones with --from=%d"
                .formatted(name, shown.size(), count, from + shown.size()));
      }
    }
    if (rows.size() > 1) {
      return Stream.concat(aligned(rows).stream(), more.stream()).toList();
    }
    return more.isEmpty()
        ? List.of(from == 0 ? "No row is quarantined." : "No further row is quarantined.")
        : more;
  }

  private static List<String> quarantinedRow(String source, JsonNode row) {
    return List.of(
        source,
        row.path("since").asString(),
        row.path("key").asString(),
        row.path("id").asString(),
        row.path("reason").asString());
  }

  /** What was done, and with which rows. */
  static List<String> answer(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(answer.path("source").asString(), answer.path("done").asString()));
    answer.path("sent").forEach(id -> lines.add("  published " + id.asString()));
    answer
        .path("kept")
        .forEach(
            row ->
                lines.add(
                    "  kept      %s: %s"
                        .formatted(row.path("id").asString(), row.path("reason").asString())));
    return lines;
  }

  private static String number(JsonNode value, String unit) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.1f %s", value.asDouble(), unit) : "-";
  }

  private static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths.set(column, Math.max(widths.get(column), row.get(column).length()));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell).repeat(' ', widths.get(column) - cell.length() + 2);
    }
    return line.toString().stripTrailing();
  }
}
