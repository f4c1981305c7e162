package dev.ensemble.chaos.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplorationTest {

  @Test
  void two_steps_in_either_order_are_two_histories() {
    assertThat(of(new int[] {1, 2}, new int[] {3}, new int[] {3}, new int[] {}).interleavings())
        .isEqualTo(BigInteger.TWO);
  }

  @Test
  void two_steps_that_lead_to_the_same_are_two_histories() {
    assertThat(of(new int[] {1, 1}, new int[] {2, 2}, new int[] {}).interleavings())
        .isEqualTo(BigInteger.valueOf(4));
  }

  @Test
  void a_history_without_end_is_refused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> of(new int[] {1}, new int[] {2, 0}, new int[] {}).interleavings())
        .withMessageContaining("comes back");
  }

  /** A graph by what follows on each state; what nothing follows on is an end. */
  private static Exploration of(int[]... nexts) {
    BitSet ends = new BitSet();
    for (int state = 0; state < nexts.length; state++) {
      ends.set(state, nexts[state].length == 0);
    }
    return new Exploration(
        Kinds.COMPLETED.scenario(), nexts.length, List.of(nexts), ends, Map.of(), null);
  }
}
