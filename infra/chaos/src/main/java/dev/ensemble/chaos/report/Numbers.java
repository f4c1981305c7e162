package dev.ensemble.chaos.report;

import dev.ensemble.chaos.report.Course.Bar;
import dev.ensemble.chaos.report.Course.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the plot shows, in tables: for who does not see it, and for who wants the numbers. */
final class Numbers {
  /** More rows would be a plot without a picture. */
  private static final int ROWS_MAX = 60;

  private Numbers() {}

  static String of(Course course) {
    return """
    <details><summary>The plot in numbers</summary>
    <table><tr><th>second</th><th>came a second</th><th>acknowledged a second</th><th>ended a second</th><th>open</th><th>records behind</th></tr>
    %s
    </table>
    <table><tr><th>from second</th><th>to</th><th>fault</th></tr>
    %s
    </table></details>
    """
        .formatted(String.join("\n", times(course)), String.join("\n", faults(course)));
  }

  private static List<String> times(Course course) {
    List<Sample> samples = course.samples();
    int step = Math.max(1, samples.size() / ROWS_MAX);
    List<String> rows = new ArrayList<>();
    for (int i = step; i < samples.size(); i += step) {
      Sample now = samples.get(i);
      Speed speed = Speed.between(samples.get(i - step), now);
      rows.add(
          row(
              seconds(now.atMillis()),
              tenths(speed.came()),
              tenths(speed.acknowledged()),
              speed.isKnown() ? tenths(speed.ended()) : "unknown",
              now.isKnown() ? "" + now.stillOpen() : "unknown",
              "" + now.lag()));
    }
    return rows;
  }

  private static List<String> faults(Course course) {
    List<String> rows = new ArrayList<>();
    for (Bar bar : course.bars()) {
      String words = Report.escaped(bar.words());
      rows.add(
          row(
              seconds(bar.fromMillis()),
              seconds(bar.toMillis()),
              bar.missed() ? "missed: " + words : words));
    }
    return rows;
  }

  private static String row(String... cells) {
    return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>";
  }

  private static String seconds(long millis) {
    return tenths(millis / 1e3);
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
