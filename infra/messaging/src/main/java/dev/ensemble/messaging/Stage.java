package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A part of a batch: first the facts that run each by itself, in their order, then each type that
 * is taken as a set, as one list in its order.
 *
 * @param each for reactions to one event
 * @param sets for reactions to many, by type
 */
record Stage<F>(List<Reading.Fact<F>> each, Map<String, List<Reading.Fact<F>>> sets) {

  /**
   * Where a fact runs.
   *
   * @param set the type with which it is taken as a set; null where it runs by itself
   */
  private record Place(int stage, @Nullable String set) {

    /** The first place at which a key's next fact comes after this one. */
    Place next(@Nullable String nextSet) {
      boolean comesLaterAnyway = set == null || set.equals(nextSet);
      return new Place(comesLaterAnyway ? stage : stage + 1, nextSet);
    }
  }

  /**
   * Splits a batch into as few stages as keep each key's facts in their order. There is one more
   * for each time that a key goes on from a set to something else, counted for the key in which
   * that happens most often. Without sets there is one stage: the batch in its order.
   */
  static <F> List<Stage<F>> of(List<Reading.Fact<F>> batch) {
    @Nullable String only = setOf(batch.getFirst());
    if (batch.stream().allMatch(fact -> Objects.equals(setOf(fact), only))) {
      return List.of(
          only == null
              ? new Stage<>(batch, Map.of())
              : new Stage<>(List.of(), Map.of(only, batch)));
    }
    List<Stage<F>> stages = new ArrayList<>();
    Map<Object, Place> latest = new HashMap<>();
    for (Reading.Fact<F> fact : batch) {
      @Nullable String set = setOf(fact);
      Place place =
          latest.compute(
              orderedBy(fact),
              (key, before) -> before == null ? new Place(0, set) : before.next(set));
      if (place.stage() == stages.size()) {
        stages.add(new Stage<>(new ArrayList<>(), new LinkedHashMap<>()));
      }
      stages.get(place.stage()).listOf(set).add(fact);
    }
    return stages;
  }

  private static @Nullable String setOf(Reading.Fact<?> fact) {
    return fact.reaction() instanceof Reaction.OfAll<?> ? fact.envelope().type() : null;
  }

  /** What has no key keeps the order of its partition. */
  private static Object orderedBy(Reading.Fact<?> fact) {
    ParkedKey key = ParkedKey.of(fact.record().key());
    return key == null ? new TopicPartition(fact.record().topic(), fact.record().partition()) : key;
  }

  private List<Reading.Fact<F>> listOf(@Nullable String set) {
    return set == null ? each : sets.computeIfAbsent(set, type -> new ArrayList<>());
  }
}
