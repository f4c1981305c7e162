package dev.ensemble.chaos.report;

import dev.ensemble.chaos.report.Course.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * How many a second, over the last few samples.
 *
 * @param ended of orders; not a number where the database did not answer at either end
 */
record Speed(long atMillis, double came, double acknowledged, double ended) {
  /** Over so many samples it is taken: a second's own jumps from none to all. */
  private static final int SAMPLES = 5;

  static List<Speed> of(List<Sample> samples) {
    List<Speed> speeds = new ArrayList<>();
    for (int i = SAMPLES; i < samples.size(); i++) {
      speeds.add(between(samples.get(i - SAMPLES), samples.get(i)));
    }
    return speeds;
  }

  static Speed between(Sample from, Sample to) {
    double seconds = Math.max(1, to.atMillis() - from.atMillis()) / 1e3;
    return new Speed(
        to.atMillis(),
        (to.came() - from.came()) / seconds,
        (to.acknowledged() - from.acknowledged()) / seconds,
        from.isKnown() && to.isKnown() ? (to.ended() - from.ended()) / seconds : Double.NaN);
  }

  boolean isKnown() {
    return !Double.isNaN(ended);
  }
}
