package dev.ensemble.chaos.report;

import dev.ensemble.chaos.report.Course.Bar;
import dev.ensemble.chaos.report.Course.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A run over time as an SVG of one's own: three curves one below the other, and under them a bar
 * for each fault. Where the database did not answer, a curve has a gap.
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

  /** Over so many samples the speed is taken: a second's own jumps from none to all. */
  private static final int SPEED_SAMPLES = 5;

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
    curve("orders ended per second", "#1f883d", speeds(), s -> (double) s.lag());
    curve("orders open", "#2f81f7", course.samples(), s -> s.placed() - (double) s.ended());
    curve("records behind", "#bf8700", course.samples(), s -> (double) s.lag());
    bars();
    axis();
    int height = y + FOOT;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="The run over time" font-family="system-ui, sans-serif" font-size="11">
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

  /** As samples whose lag is the speed. */
  private List<Sample> speeds() {
    List<Sample> all = course.samples();
    List<Sample> speeds = new ArrayList<>();
    for (int i = SPEED_SAMPLES; i < all.size(); i++) {
      Sample from = all.get(i - SPEED_SAMPLES);
      Sample to = all.get(i);
      boolean known = from.ended() >= 0 && to.ended() >= 0;
      double seconds = Math.max(1, to.atMillis() - from.atMillis()) / 1e3;
      long speed = known ? Math.round((to.ended() - from.ended()) / seconds) : 0;
      speeds.add(new Sample(to.atMillis(), known ? 0 : -1, 0, speed));
    }
    return speeds;
  }

  private void curve(
      String title, String colour, List<Sample> samples, ToDoubleFunction<Sample> value) {
    double most =
        Math.max(
            1, samples.stream().filter(s -> s.placed() >= 0).mapToDouble(value).max().orElse(1));
    int top = y + 14;
    int bottom = top + CURVE_HEIGHT;
    drawn.add(text(LEFT, y + 8, "start", title));
    drawn.add(text(LEFT - 6, top + 4, "end", String.format(Locale.ROOT, "%,.0f", most)));
    drawn.add(text(LEFT - 6, bottom + 4, "end", "0"));
    drawn.add(grid(LEFT, top, WIDTH - RIGHT, top));
    drawn.add(grid(LEFT, bottom, WIDTH - RIGHT, bottom));
    StringBuilder way = new StringBuilder();
    boolean gap = true;
    for (Sample sample : samples) {
      if (sample.placed() < 0) {
        gap = true;
        continue;
      }
      double at = bottom - value.applyAsDouble(sample) / most * CURVE_HEIGHT;
      way.append(gap ? "M" : "L")
          .append(number(x((double) sample.atMillis())))
          .append(' ')
          .append(number(at));
      gap = false;
    }
    drawn.add("<path stroke=\"%s\" d=\"%s\"/>".formatted(colour, way));
    y = bottom + CURVE_GAP - 14;
  }

  private void bars() {
    for (Bar bar : course.bars()) {
      double from = x((double) bar.fromMillis());
      double width = Math.max(2, x((double) bar.toMillis()) - from);
      drawn.add(
          "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"#d1484f\" fill-opacity=\".7\"><title>%s</title></rect>"
              .formatted(
                  number(from), y, number(width), BAR_HEIGHT - 2, Report.escaped(bar.words())));
      String words = bar.words();
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
