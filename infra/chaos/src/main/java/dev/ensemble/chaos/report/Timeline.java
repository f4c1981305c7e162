package dev.ensemble.chaos.report;

import dev.ensemble.chaos.report.Course.Bar;
import dev.ensemble.chaos.report.Course.Sample;
import dev.ensemble.chaos.report.Course.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A run over time as an SVG of one's own: curves one below the other, under them a tick for each
 * process that ended, and a bar for each fault; one that was missed is drawn hollow. Where the
 * database did not answer, a curve has a gap.
 */
final class Timeline {
  private static final int WIDTH = 1040;
  private static final int LEFT = 70;
  private static final int RIGHT = 12;
  private static final int CURVE_HEIGHT = 90;
  private static final int CURVE_GAP = 34;
  private static final int BAR_HEIGHT = 11;
  private static final int FOOT = 24;
  private static final int TICKS = 8;

  /** Longer words would run over others. */
  private static final int WORDS_MAX = 60;

  private final Course course;
  private final List<String> drawn = new ArrayList<>();
  private final double millis;
  private int y = 8;

  private Timeline(Course course, int stepMillis) {
    this.course = course;
    double end = course.bars().stream().mapToLong(Bar::toMillis).max().orElse(0);
    double last = course.samples().isEmpty() ? 0 : course.samples().getLast().atMillis();
    this.millis = Math.max(stepMillis, Math.max(end, last));
  }

  static String of(Course course, int stepMillis) {
    return new Timeline(course, stepMillis).svg();
  }

  private String svg() {
    List<Speed> speeds = Speed.of(course.samples());
    curve(
        "orders acknowledged per second; dashed: customers who came",
        new Way("#8250df", "", points(speeds, speed -> true, Speed::acknowledged)),
        new Way("#8250df", "4 3", points(speeds, speed -> true, Speed::came)));
    curve(
        "orders ended per second",
        new Way("#1f883d", "", points(speeds, Speed::isKnown, Speed::ended)));
    curve("orders open", new Way("#2f81f7", "", samples(sample -> (double) sample.stillOpen())));
    curve("records behind", new Way("#bf8700", "", samples(sample -> (double) sample.lag())));
    ticks();
    bars();
    axis();
    int height = y + FOOT;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="The run over time; the tables below have its numbers" font-family="system-ui, sans-serif" font-size="11">
    <style>
      text { fill: #57606a } .grid { stroke: #8c959f; stroke-opacity: .3 }
      path { fill: none; stroke-width: 1.6; stroke-linejoin: round }
      @media (prefers-color-scheme: dark) { text { fill: #9ea7b3 } }
    </style>
    %s
    </svg>
    """
        .formatted(WIDTH, height, String.join("\n", drawn));
  }

  /** Not a number where nobody knew. */
  private record Point(double atMillis, double value) {}

  private record Way(String colour, String dashes, List<Point> points) {}

  private interface IsKnown<T> {
    boolean is(T one);
  }

  private static List<Point> points(
      List<Speed> speeds, IsKnown<Speed> known, ToDoubleFunction<Speed> value) {
    return speeds.stream()
        .map(
            one ->
                new Point(
                    (double) one.atMillis(), known.is(one) ? value.applyAsDouble(one) : Double.NaN))
        .toList();
  }

  private List<Point> samples(ToDoubleFunction<Sample> value) {
    return course.samples().stream()
        .map(
            one ->
                new Point(
                    (double) one.atMillis(), one.isKnown() ? value.applyAsDouble(one) : Double.NaN))
        .toList();
  }

  private void curve(String title, Way... ways) {
    double most = 1;
    for (Way way : ways) {
      for (Point point : way.points()) {
        most = point.value() > most ? point.value() : most;
      }
    }
    int top = y + 14;
    int bottom = top + CURVE_HEIGHT;
    drawn.add(text(LEFT, y + 8, "start", title));
    drawn.add(text(LEFT - 6, top + 4, "end", String.format(Locale.ROOT, "%,.0f", most)));
    drawn.add(text(LEFT - 6, bottom + 4, "end", "0"));
    drawn.add(grid(LEFT, top, WIDTH - RIGHT, top));
    drawn.add(grid(LEFT, bottom, WIDTH - RIGHT, bottom));
    for (Way way : ways) {
      drawn.add(
          "<path stroke=\"%s\" stroke-dasharray=\"%s\" d=\"%s\"/>"
              .formatted(
                  way.colour(),
                  way.dashes().isEmpty() ? "none" : way.dashes(),
                  path(way.points(), bottom, most)));
    }
    y = bottom + CURVE_GAP - 14;
  }

  private String path(List<Point> points, int bottom, double most) {
    StringBuilder way = new StringBuilder();
    boolean gap = true;
    for (Point point : points) {
      if (Double.isNaN(point.value())) {
        gap = true;
        continue;
      }
      way.append(gap ? "M" : "L")
          .append(number(x(point.atMillis())))
          .append(' ')
          .append(number(bottom - point.value() / most * CURVE_HEIGHT));
      gap = false;
    }
    return way.toString();
  }

  private void ticks() {
    drawn.add(text(LEFT, y + 8, "start", "processes that ended"));
    for (Tick tick : course.exits()) {
      double at = x((double) tick.atMillis());
      drawn.add(
          "<g><title>%s</title><path stroke=\"#57606a\" d=\"M%s %dV%d\"/></g>"
              .formatted(Report.escaped(tick.process()), number(at), y + 12, y + 22));
    }
    y += 34;
  }

  private void bars() {
    for (Bar bar : course.bars()) {
      double from = x((double) bar.fromMillis());
      double width = Math.max(2, x((double) bar.toMillis()) - from);
      String words = bar.missed() ? "missed: " + bar.words() : bar.words();
      drawn.add(
          "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" %s><title>%s</title></rect>"
              .formatted(
                  number(from),
                  y,
                  number(width),
                  BAR_HEIGHT - 2,
                  bar.missed()
                      ? "fill=\"none\" stroke=\"#8c959f\" stroke-dasharray=\"2 2\""
                      : "fill=\"#d1484f\" fill-opacity=\".7\"",
                  Report.escaped(words)));
      String shown = words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) + "…" : words;
      boolean isLeft = from < WIDTH / 2.0;
      drawn.add(
          text(
              isLeft ? from + width + 4 : from - 4,
              y + BAR_HEIGHT - 3,
              isLeft ? "start" : "end",
              Report.escaped(shown)));
      y += BAR_HEIGHT;
    }
  }

  private void axis() {
    for (int tick = 0; tick <= TICKS; tick++) {
      double at = millis * tick / TICKS;
      drawn.add(grid(x(at), 8, x(at), y));
      String seconds = String.format(Locale.ROOT, "%.0f s", at / 1e3);
      drawn.add(text(x(at), y + 14, "middle", seconds));
    }
    if (course.healedAt() > 0) {
      double healed = x((double) course.healedAt());
      drawn.add(
          "<path stroke=\"#1f883d\" stroke-dasharray=\"4 3\" d=\"M%s 8V%d\"/>"
              .formatted(number(healed), y));
      drawn.add(text(healed - 4, 16, "end", "healed"));
    }
  }

  private double x(double atMillis) {
    return LEFT + atMillis / millis * (WIDTH - LEFT - RIGHT);
  }

  private static String grid(double fromX, double fromY, double toX, double toY) {
    return "<path class=\"grid\" d=\"M%s %sL%s %s\"/>"
        .formatted(number(fromX), number(fromY), number(toX), number(toY));
  }

  private static String text(double x, double y, String anchor, String words) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(number(x), number(y), anchor, words);
  }

  private static String number(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }
}
