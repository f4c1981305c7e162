package dev.ensemble.chaos.report;

import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a run went over time, as its history tells it. */
final class Course {
  private final List<Sample> samples = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();
  private final Map<Long, Line> open = new HashMap<>();
  private long beganAt;
  private long healedAt;
  private long seed;
  private long lengthMillis;
  private long exits;
  private String circumstances = "";
  private String commit = "";
  private String date = "";

  /** How many there were at a moment, in milliseconds since the first sample; -1: nobody knew. */
  record Sample(long atMillis, long placed, long ended, long lag) {}

  /** A fault from its beginning to its end. */
  record Bar(long fromMillis, long toMillis, String kind, String words) {}

  static Course of(Past past) {
    Course course = new Course();
    past.each(course::read);
    return course;
  }

  private void read(Line line) {
    switch (line.what()) {
      case RUN -> begin(line);
      case SAMPLE -> {
        if (samples.isEmpty()) {
          beganAt = line.atMillis();
        }
        samples.add(
            new Sample(
                line.atMillis() - beganAt,
                line.number("placed"),
                line.number("ended"),
                line.number("lag")));
      }
      case INJECT -> open.put(line.number("fault"), line);
      case HEAL -> {
        Line from = open.remove(line.number("fault"));
        if (from != null) {
          bars.add(
              new Bar(
                  Math.max(0, from.atMillis() - beganAt),
                  line.atMillis() - beganAt,
                  line.text("kind"),
                  line.text("words")));
        }
      }
      case EXIT -> exits++;
      case HEALED -> healedAt = line.atMillis() - beganAt;
      case INVOKE, OK, FAIL, INFO, MISSED, REVERSED, START, READY, LEADER, MOVED, COUNTED, END -> {}
    }
  }

  private void begin(Line line) {
    seed = line.number("seed");
    lengthMillis = line.number("length-millis");
    commit = line.text("commit");
    Instant at = Instant.ofEpochMilli(line.atMillis()).truncatedTo(ChronoUnit.SECONDS);
    date = at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    String mutation = line.text("mutation");
    circumstances =
        "%s, seed %d, %s of faults, commit %s, Java %s, %s, %d processors%s"
            .formatted(
                at,
                seed,
                Duration.ofMillis(lengthMillis),
                commit,
                line.text("java"),
                line.text("system"),
                line.number("processors"),
                mutation.isEmpty() ? "" : ", mutation " + mutation);
  }

  List<Sample> samples() {
    return samples;
  }

  List<Bar> bars() {
    return bars;
  }

  long healedAt() {
    return healedAt;
  }

  long seed() {
    return seed;
  }

  Duration length() {
    return Duration.ofMillis(lengthMillis);
  }

  /** Processes that ended before the end of the run, or at it. */
  long exits() {
    return exits;
  }

  String commit() {
    return commit;
  }

  String date() {
    return date;
  }

  String circumstances() {
    return circumstances;
  }

  /** Orders at the end. */
  long orders() {
    return samples.stream().mapToLong(Sample::placed).max().orElse(0);
  }
}
