package dev.ensemble.chaos.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RandomRunTest {
  private static final long ORDERS = 9_000;
  private static final Duration TIME_MAX = Duration.ofMinutes(5);

  @Test
  void thousands_of_orders_that_share_accounts_and_stock_hold_whatever_happens() {
    AtomicLong told = new AtomicLong();

    RandomRun.Result result = RandomRun.run(1, ORDERS, TIME_MAX, Mutation.NONE, told::set);

    if (result.failed() != null) {
      throw new AssertionError(result.failed().story());
    }
    assertThat(result.orders()).isEqualTo(ORDERS);
    assertThat(told).hasValue(ORDERS);
    assertThat(result.tally().never()).as("what never happened was not tried").isEmpty();
    assertThat(result.tally().endings().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(ORDERS);
  }

  @Test
  void a_seed_has_one_history() {
    RandomRun.Result one = of(7);
    RandomRun.Result again = of(7);
    RandomRun.Result other = of(8);

    assertThat(again.fingerprint()).isEqualTo(one.fingerprint());
    assertThat(again.tally().endings()).isEqualTo(one.tally().endings());
    assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
  }

  private static RandomRun.Result of(long seed) {
    return RandomRun.run(seed, RandomRun.ORDERS_PER_WORLD, TIME_MAX, Mutation.NONE, orders -> {});
  }

  @Test
  void a_run_in_which_something_never_happened_names_it() {
    RandomRun.Result result = RandomRun.run(1, 1, TIME_MAX, Mutation.NONE, orders -> {});

    assertThat(result.failed()).isNull();
    assertThat(result.tally().never()).contains(Sometimes.WITHDRAWN_MEANWHILE);
  }
}
