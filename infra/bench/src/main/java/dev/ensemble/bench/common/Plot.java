package dev.ensemble.bench.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far each contender was over time, a line each, as an SVG of one's own: a page in light or
 * dark colours shows it alike.
 */
public final class Plot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 64;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int BOTTOM = 44;
  private static final int LEGEND_WIDTH = 255;
  private static final int LEGEND_LINE = 20;

  /** More would draw the same line. */
  private static final int POINTS_MAX = 150;

  /** At most so many numbers stand under the axis. */
  private static final int TICKS_MAX = 8;

  /** Seen on white and on black. */
  private static final List<String> COLOURS =
      List.of("#1f883d", "#2f81f7", "#d1484f", "#8b949e", "#bf8700");

  /** So many at a time. */
  public record Point(double second, long count) {}

  /**
   * A contender's way.
   *
   * @param place chooses its colour, whoever else takes part
   */
  public record Line(String title, int place, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  private final String title;
  private final long countMax;
  private final List<Line> lines;
  private final double seconds;

  private Plot(String title, long countMax, List<Line> lines) {
    this.title = title;
    this.countMax = countMax;
    this.lines = lines;
    this.seconds =
        lines.stream().mapToDouble(one -> one.points().getLast().second()).max().orElse(1);
  }

  /**
   * Draws it.
   *
   * @param countMax the top of the axis
   */
  public static String of(String title, long countMax, List<Line> lines) {
    return new Plot(title, countMax, lines).svg();
  }

  private String svg() {
    List<String> drawn = new ArrayList<>();
    drawn.add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" font-family="system-ui, sans-serif" font-size="12">
        <style>
          text { fill: #57606a } .grid { stroke: #8c959f; stroke-opacity: .3; stroke-width: 1 }
          path { fill: none; stroke-width: 2.2; stroke-linejoin: round }
          @media (prefers-color-scheme: dark) { text { fill: #9ea7b3 } }
        </style>"""
            .formatted(WIDTH, HEIGHT, title));
    drawn.add(text(LEFT, 18, "start", title));
    grid(drawn);
    int row = 0;
    for (Line one : lines) {
      String colour = COLOURS.get(one.place() % COLOURS.size());
      drawn.add("<path stroke=\"%s\" d=\"%s\"/>".formatted(colour, way(one.points())));
      legend(drawn, row++, colour, one);
    }
    drawn.add("</svg>");
    return String.join("\n", drawn) + "\n";
  }

  private void grid(List<String> drawn) {
    for (int fifth = 0; fifth <= 5; fifth++) {
      long count = countMax * fifth / 5;
      double y = y(count);
      drawn.add(line(LEFT, y, WIDTH - RIGHT, y));
      drawn.add(text(LEFT - 8, y + 4, "end", String.format(Locale.ROOT, "%,d", count)));
    }
    double step = step();
    for (int tick = 0; tick * step <= seconds; tick++) {
      double x = x(tick * step);
      drawn.add(line(x, TOP, x, HEIGHT - BOTTOM));
      String number = String.format(Locale.ROOT, step < 1 ? "%.1f s" : "%.0f s", tick * step);
      drawn.add(text(x, HEIGHT - BOTTOM + 18, "middle", number));
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

  private void legend(List<String> drawn, int row, String colour, Line one) {
    double x = WIDTH - RIGHT - LEGEND_WIDTH;
    double y = HEIGHT - BOTTOM - 12 - (lines.size() - 1 - row) * (double) LEGEND_LINE;
    drawn.add("<path stroke=\"%s\" d=\"M%s %sh18\"/>".formatted(colour, at(x), at(y - 4)));
    double took = one.points().getLast().second();
    String words = String.format(Locale.ROOT, "%s, %.1f s", one.title(), took);
    drawn.add(text(x + 26, y, "start", words));
  }

  private String way(List<Point> points) {
    int every = Math.max(1, points.size() / POINTS_MAX);
    List<Point> few = new ArrayList<>();
    for (int i = 0; i < points.size() - 1; i += every) {
      few.add(points.get(i));
    }
    few.add(points.getLast());
    return few.stream()
        .map(point -> at(x(point.second())) + " " + at(y(point.count())))
        .collect(Collectors.joining("L", "M" + at(x(0)) + " " + at(y(0)) + "L", ""));
  }

  private double x(double second) {
    return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
  }

  private double y(long count) {
    return HEIGHT - BOTTOM - (double) count / countMax * (HEIGHT - BOTTOM - TOP);
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
