package dev.ensemble.order.domain;

import java.util.ArrayList;
import java.util.List;

/** Every way to merge sequences that each keep their own order. */
final class Interleavings {

  private Interleavings() {}

  static <T> List<List<T>> of(List<List<T>> sequences) {
    List<List<T>> found = new ArrayList<>();
    if (sequences.stream().allMatch(List::isEmpty)) {
      return List.of(List.of());
    }
    for (int i = 0; i < sequences.size(); i++) {
      List<T> sequence = sequences.get(i);
      if (sequence.isEmpty()) {
        continue;
      }
      List<List<T>> rest = new ArrayList<>(sequences);
      rest.set(i, sequence.subList(1, sequence.size()));
      for (List<T> tail : of(rest)) {
        List<T> merged = new ArrayList<>(List.of(sequence.getFirst()));
        merged.addAll(tail);
        found.add(merged);
      }
    }
    return found;
  }
}
