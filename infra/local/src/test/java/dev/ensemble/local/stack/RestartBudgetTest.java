package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final RestartBudget budget = new RestartBudget();

  @Test
  void pauses_grow_up_to_five_seconds() {
    assertThat(budget.next(NOON)).contains(Duration.ofMillis(500));
    assertThat(budget.next(NOON)).contains(Duration.ofSeconds(1));
    assertThat(budget.next(NOON)).contains(Duration.ofSeconds(2));
    assertThat(budget.next(NOON)).contains(Duration.ofSeconds(4));
    assertThat(budget.next(NOON)).contains(Duration.ofSeconds(5));
    assertThat(budget.next(NOON)).contains(Duration.ofSeconds(5));
  }

  @Test
  void after_eight_restarts_within_a_minute_there_is_no_ninth() {
    for (int restart = 1; restart <= RestartBudget.RESTARTS_PER_WINDOW_MAX; restart++) {
      assertThat(budget.next(NOON.plusSeconds(restart))).isPresent();
    }

    assertThat(budget.next(NOON.plusSeconds(30))).isEqualTo(Optional.empty());
  }

  @Test
  void what_was_more_than_a_minute_ago_is_forgiven() {
    for (int restart = 1; restart <= RestartBudget.RESTARTS_PER_WINDOW_MAX; restart++) {
      assertThat(budget.next(NOON)).isPresent();
    }

    assertThat(budget.next(NOON.plusSeconds(61))).contains(Duration.ofMillis(500));
  }
}
