package dev.ensemble.bench.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows on the topic over time, a line a contender, as an SVG of one's own: a page in light or dark
 * colours shows it alike.
 */
final class Plot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 64;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int BOTTOM = 44;
  private static final int LEGEND_WIDTH = 245;
  private static final int LEGEND_LINE = 20;

  /** More would draw the same line. */
  private static final int POINTS_MAX = 150;

  /** At most so many numbers stand under the axis. */
  private static final int TICKS_MAX = 8;

  private final Results results;
  private final double seconds;

  private Plot(Results results) {
    this.results = results;
    this.seconds =
        results.all().stream()
            .mapToDouble(one -> one.typical().progress().getLast().nanos() / 1e9)
            .max()
            .orElse(1);
  }

  /** The median round of each contender. */
  static String of(Results results) {
    return new Plot(results).svg();
  }

  private String svg() {
    List<String> lines = new ArrayList<>();
    String title = "Rows on the topic, by seconds since the start of the process";
    lines.add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" font-family="system-ui, sans-serif" font-size="12">
        <style>
          text { fill: #57606a } .grid { stroke: #8c959f; stroke-opacity: .3; stroke-width: 1 }
          path { fill: none; stroke-width: 2.2; stroke-linejoin: round }
          @media (prefers-color-scheme: dark) { text { fill: #9ea7b3 } }
        </style>"""
            .formatted(WIDTH, HEIGHT, title));
    lines.add(text(LEFT, 18, "start", title));
    grid(lines);
    int place = 0;
    for (Result result : results.all()) {
      String colour = colour(result.contender());
      lines.add("<path stroke=\"%s\" d=\"%s\"/>".formatted(colour, way(result.typical())));
      legend(lines, place++, colour, result);
    }
    lines.add("</svg>");
    return String.join("\n", lines) + "\n";
  }

  private void grid(List<String> lines) {
    for (int fifth = 0; fifth <= 5; fifth++) {
      long rows = results.plan().rows() * fifth / 5;
      double y = y(rows);
      lines.add(line(LEFT, y, WIDTH - RIGHT, y));
      lines.add(text(LEFT - 8, y + 4, "end", String.format(Locale.ROOT, "%,d", rows)));
    }
    double step = step();
    for (int tick = 0; tick * step <= seconds; tick++) {
      double x = x(tick * step);
      lines.add(line(x, TOP, x, HEIGHT - BOTTOM));
      String number = String.format(Locale.ROOT, step < 1 ? "%.1f s" : "%.0f s", tick * step);
      lines.add(text(x, HEIGHT - BOTTOM + 18, "middle", number));
    }
  }

  /** 1, 2 or 5 times a power of ten. */
  private double step() {
    double step = 0.1;
    for (int i = 0; seconds / step > TICKS_MAX; i++) {
      step *= i % 3 == 1 ? 2.5 : 2;
    }
    return step;
  }

  private void legend(List<String> lines, int place, String colour, Result result) {
    double x = WIDTH - RIGHT - LEGEND_WIDTH;
    double y = HEIGHT - BOTTOM - 12 - (results.all().size() - 1 - place) * (double) LEGEND_LINE;
    lines.add("<path stroke=\"%s\" d=\"M%s %sh18\"/>".formatted(colour, at(x), at(y - 4)));
    double took = result.typical().progress().getLast().nanos() / 1e9;
    String words = String.format(Locale.ROOT, "%s, %.1f s", result.contender().title(), took);
    lines.add(text(x + 26, y, "start", words));
  }

  private String way(Drained drained) {
    List<Drained.Point> points = drained.progress();
    int every = Math.max(1, points.size() / POINTS_MAX);
    List<Drained.Point> few = new ArrayList<>();
    for (int i = 0; i < points.size() - 1; i += every) {
      few.add(points.get(i));
    }
    few.add(points.getLast());
    return few.stream()
        .map(point -> at(x(point.nanos() / 1e9)) + " " + at(y(point.rows())))
        .collect(Collectors.joining("L", "M" + at(x(0)) + " " + at(y(0)) + "L", ""));
  }

  private double x(double second) {
    return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
  }

  private double y(long rows) {
    return HEIGHT - BOTTOM - (double) rows / results.plan().rows() * (HEIGHT - BOTTOM - TOP);
  }

  /** Seen on white and on black. */
  private static String colour(Contender contender) {
    return switch (contender) {
      case RELAY -> "#1f883d";
      case RELAY_TRANSACTIONAL -> "#2f81f7";
      case DEBEZIUM_SERVER -> "#d1484f";
      case LIMIT -> "#8b949e";
      case POLLING -> "#bf8700";
    };
  }

  private static String line(double fromX, double fromY, double toX, double toY) {
    return "<path class=\"grid\" d=\"M%s %sL%s %s\"/>"
        .formatted(at(fromX), at(fromY), at(toX), at(toY));
  }

  private static String text(double x, double y, String anchor, String words) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(at(x), at(y), anchor, words);
  }

  private static String at(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }
}
