package dev.ensemble.chaos.simulator;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the search over one kind of order has found.
 *
 * @param nexts per state, where its steps lead
 * @param ends the states in which nothing is left to do, though something may still go wrong
 * @param endings how many states there are in which an order has ended so
 * @param counterexample the shortest way to a violation; null where there is none
 */
record Exploration(
    Scenario scenario,
    int stateCount,
    List<int[]> nexts,
    BitSet ends,
    Map<String, Integer> endings,
    @Nullable Counterexample counterexample) {

  /** A history in which an invariant does not hold. */
  record Counterexample(List<Step> steps, Violation violation) {}

  long transitionCount() {
    return nexts.stream().mapToLong(next -> next.length).sum();
  }

  private boolean isEntered(int state) {
    return nexts.stream().flatMapToInt(Arrays::stream).anyMatch(to -> to == state);
  }

  /**
   * How many histories there are: ways from the beginning to a state in which nothing is left to
   * do, with no more faults than were allowed. Counted along the states, since there are far too
   * many to walk.
   *
   * @throws IllegalStateException where some history never ends
   */
  BigInteger interleavings() {
    int[] missing = new int[stateCount];
    nexts.forEach(next -> Arrays.stream(next).forEach(to -> missing[to]++));
    BigInteger[] ways = new BigInteger[stateCount];
    Arrays.fill(ways, BigInteger.ZERO);
    ways[0] = BigInteger.ONE;
    BigInteger ended = BigInteger.ZERO;
    Deque<Integer> ready = new ArrayDeque<>(List.of(0));
    int done = 0;
    for (; !ready.isEmpty(); done++) {
      int from = ready.removeFirst();
      for (int to : nexts.get(from)) {
        ways[to] = ways[to].add(ways[from]);
        if (--missing[to] == 0) {
          ready.addLast(to);
        }
      }
      if (ends.get(from)) {
        ended = ended.add(ways[from]);
      }
    }
    // States on a circle never become ready; the beginning is, so it must not be on one.
    if (done != stateCount || isEntered(0)) {
      throw new IllegalStateException(
          "in " + scenario.name() + " a history comes back to where it was");
    }
    return ended;
  }
}
