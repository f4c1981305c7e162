package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Median;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one contender did.
 *
 * @param drained its rounds, in their order
 * @param latencies of single commits; null where they were not timed
 */
record Result(Contender contender, List<Drained> drained, @Nullable Latencies latencies) {
  Result {
    drained = List.copyOf(drained);
  }

  double median(ToDoubleFunction<Drained> value) {
    return Median.of(drained.stream().mapToDouble(value).toArray());
  }

  /** The median of what this did beside the other in the same round. */
  double ratio(ToDoubleFunction<Drained> value, Result other) {
    double[] ratios = new double[drained.size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          value.applyAsDouble(drained.get(round)) / value.applyAsDouble(other.drained.get(round));
    }
    return Median.of(ratios);
  }

  /** The round whose rate is the median, or the lower of the two in the middle. */
  Drained typical() {
    return drained.stream()
        .sorted(Comparator.comparingDouble(Drained::wholePerSecond))
        .toList()
        .get((drained.size() - 1) / 2);
  }
}
