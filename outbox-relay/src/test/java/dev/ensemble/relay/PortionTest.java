package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What one transaction of a catch-up holds, and how long it lasts. */
class PortionTest {
  private static final long NOW = 1_000_000_000_000L;

  private final Portion portion = new Portion();

  @Test
  void nothing_is_never_due() {
    assertThat(portion.isDue(NOW + Portion.TIME_MAX.toNanos() * 2)).isFalse();
  }

  /** The rows between two that are sent take their time, too. */
  @Test
  void a_single_row_is_due_in_time_however_many_are_passed_over() {
    portion.add(10, NOW);
    assertThat(portion.isDue(NOW + Portion.TIME_MAX.toNanos() - 1)).isFalse();
    assertThat(portion.isDue(NOW + Portion.TIME_MAX.toNanos())).isTrue();

    portion.settled();
    assertThat(portion.isDue(NOW + Portion.TIME_MAX.toNanos() * 2)).isFalse();
    portion.add(10, NOW + Portion.TIME_MAX.toNanos());
    assertThat(portion.isDue(NOW + Portion.TIME_MAX.toNanos() + 1)).isFalse();
  }

  @Test
  void many_rows_or_many_bytes_are_due_at_once() {
    for (int n = 1; n < Portion.ROWS_MAX; n++) {
      portion.add(1, NOW);
      assertThat(portion.isDue(NOW)).isFalse();
    }
    portion.add(1, NOW);
    assertThat(portion.isDue(NOW)).isTrue();

    portion.settled();
    portion.add(Portion.BYTES_MAX, NOW);
    assertThat(portion.isDue(NOW)).isTrue();
  }
}
