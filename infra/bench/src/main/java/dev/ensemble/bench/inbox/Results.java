package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Median;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all contenders did.
 *
 * @param drained by contender and case, the rounds in their order
 * @param latencies of those that were timed
 */
record Results(
    Plan plan,
    Map<Contender, Map<Case, List<Drained>>> drained,
    Map<Contender, Map<Case, Latencies>> latencies) {

  Results {
    drained = Map.copyOf(drained);
    latencies = Map.copyOf(latencies);
  }

  /** Null where none were taken. */
  @Nullable Latencies latencies(Contender contender, Case one) {
    return latencies.getOrDefault(contender, Map.of()).get(one);
  }

  List<Drained> of(Contender contender, Case one) {
    return drained.getOrDefault(contender, Map.of()).getOrDefault(one, List.of());
  }

  /** Over the rounds; empty where it was not measured. */
  OptionalDouble median(Contender contender, Case one, ToDoubleFunction<Drained> value) {
    List<Drained> rounds = of(contender, one);
    return rounds.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Median.of(rounds.stream().mapToDouble(value).toArray()));
  }

  /** The median of what one did beside the other in the same round. */
  OptionalDouble speedBeside(Measured first, Measured second) {
    List<Drained> ones = of(first.contender(), first.one());
    List<Drained> others = of(second.contender(), second.one());
    if (ones.isEmpty() || ones.size() != others.size()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        Median.of(
            IntStream.range(0, ones.size())
                .mapToDouble(round -> ones.get(round).perSecond() / others.get(round).perSecond())
                .toArray()));
  }

  /** A contender in a case. */
  record Measured(Contender contender, Case one) {}
}
