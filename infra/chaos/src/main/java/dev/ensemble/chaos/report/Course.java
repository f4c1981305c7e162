package dev.ensemble.chaos.report;

import dev.ensemble.chaos.check.Conditions;
import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a run went over time, as its history tells it up to its end. */
final class Course {
  private final List<Sample> samples = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();
  private final List<Tick> exits = new ArrayList<>();
  private final Map<Long, Line> open = new HashMap<>();
  private final Set<Long> missed = new HashSet<>();
  private Conditions conditions = Conditions.NONE;
  private long beganAt;
  private long healedAt;
  private long wallMillis;
  private boolean ended;

  /**
   * How many there were at a moment, in milliseconds since the first sample; -1: nobody knew.
   *
   * @param came customers
   * @param acknowledged orders of which they were told
   */
  record Sample(long atMillis, long came, long acknowledged, long placed, long ended, long lag) {
    boolean isKnown() {
      return placed >= 0;
    }

    long stillOpen() {
      return placed - ended;
    }
  }

  /** A fault from its beginning to its end; one that was missed did nothing. */
  record Bar(long fromMillis, long toMillis, String words, boolean missed) {}

  /** A process ended, by itself or not. */
  record Tick(long atMillis, String process) {}

  static Course of(Past past) {
    Course course = new Course();
    past.each(course::read);
    return course;
  }

  private void read(Line line) {
    Happening what = line.what();
    if (ended) {
      return; // What ends now is stopped, because the run is over.
    }
    if (what == Happening.RUN) {
      conditions = new Conditions(line);
    } else if (what == Happening.SAMPLE) {
      sample(line);
    } else if (what == Happening.INJECT) {
      open.put(line.number("fault"), line);
    } else if (what == Happening.MISSED) {
      missed.add(line.number("fault"));
    } else if (what == Happening.HEAL) {
      heal(line);
    } else if (what == Happening.EXIT) {
      exits.add(new Tick(since(line.atMillis()), line.text("process")));
    } else if (what == Happening.HEALED) {
      healedAt = since(line.atMillis());
    } else if (what == Happening.END) {
      ended = true;
      wallMillis = line.atMillis() - conditions.atMillis();
    }
  }

  private void sample(Line line) {
    if (samples.isEmpty()) {
      beganAt = line.atMillis();
    }
    samples.add(
        new Sample(
            since(line.atMillis()),
            line.number("came"),
            line.number("acknowledged"),
            line.number("placed"),
            line.number("ended"),
            line.number("lag")));
  }

  private void heal(Line line) {
    Line from = open.remove(line.number("fault"));
    if (from != null) {
      bars.add(
          new Bar(
              since(from.atMillis()),
              since(line.atMillis()),
              line.text("words"),
              missed.contains(line.number("fault"))));
    }
  }

  private long since(long atMillis) {
    return Math.max(0, atMillis - beganAt);
  }

  Conditions conditions() {
    return conditions;
  }

  List<Sample> samples() {
    return samples;
  }

  List<Bar> bars() {
    return bars;
  }

  /** Processes that ended before the end of the run. */
  List<Tick> exits() {
    return exits;
  }

  long healedAt() {
    return healedAt;
  }

  /** From the first start to the end, without the judgement. */
  long wallMillis() {
    return wallMillis;
  }

  long missed() {
    return bars.stream().filter(Bar::missed).count();
  }

  /** Orders at the end. */
  long orders() {
    return samples.stream().mapToLong(Sample::placed).max().orElse(0);
  }
}
