package dev.ensemble.chaos.load;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What processes have counted over all of their lives: a counter begins anew with each. What a
 * process counted after the last look before its death is not in it, so a number is a least one.
 */
final class Counted {
  /** What the registry adds to a name. */
  private static final Pattern NOISE =
      Pattern.compile("^ensemble_|(_batches)?_total$|_seconds_count$");

  private final History history;
  private final Map<String, Double> totals = new TreeMap<>();
  private final Map<String, Map<String, Double>> last = new HashMap<>();
  private final Map<String, Long> lives = new HashMap<>();
  private final Map<String, String> leaders = new HashMap<>();
  private final Map<String, String> readers = new HashMap<>();

  Counted(History history) {
    this.history = history;
  }

  /**
   * What one process says now.
   *
   * @param life how often it has been started
   */
  synchronized void take(String process, long life, Map<String, Double> now) {
    Long livedBefore = lives.put(process, life);
    boolean isSame = livedBefore != null && livedBefore == life;
    Map<String, Double> since = isSame ? last.getOrDefault(process, Map.of()) : Map.of();
    now.forEach(
        (meter, value) -> {
          switch (Meters.name(meter)) {
            case "relay_leader" -> lead(process, Meters.tag(meter, "source"), value);
            case "ensemble_inbox_lag_records" -> read(process, meter, value);
            default -> {
              double past = since.getOrDefault(meter, 0.0);
              // One that fell has begun anew: it was started again between our two looks.
              double more = value < past ? value : value - past;
              totals.merge(word(meter), more, Double::sum);
            }
          }
        });
    last.put(process, now);
  }

  private static String word(String meter) {
    String outcome = Meters.tag(meter, "outcome");
    String name = NOISE.matcher(Meters.name(meter)).replaceAll("");
    return outcome.isEmpty() ? name : name + " " + outcome;
  }

  private void lead(String process, String source, double value) {
    String before = leaders.get(source);
    if (value == 1 && !process.equals(before)) {
      leaders.put(source, process);
      history.note(
          Happening.LEADER,
          Map.of("source", source, "from", before == null ? "" : before, "to", process));
    }
  }

  private void read(String process, String meter, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    String partition =
        "%s of %s-%s"
            .formatted(
                Meters.tag(meter, "consumer"),
                Meters.tag(meter, "topic"),
                Meters.tag(meter, "partition"));
    String before = readers.put(partition, process);
    if (before != null && !before.equals(process)) {
      history.note(Happening.MOVED, Map.of("partition", partition, "from", before, "to", process));
    }
  }

  /** Records that were not done with when their readers last looked. */
  synchronized double lag() {
    return last.values().stream()
        .flatMap(meters -> meters.entrySet().stream())
        .filter(one -> Meters.name(one.getKey()).equals("ensemble_inbox_lag_records"))
        .mapToDouble(Map.Entry::getValue)
        .filter(value -> !Double.isNaN(value))
        .sum();
  }

  synchronized Map<String, Double> totals() {
    return new TreeMap<>(totals);
  }
}
