package dev.ensemble.bench.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.bench.inbox.contenders.Tally;
import dev.ensemble.local.stack.Refusal;
import org.junit.jupiter.api.Test;

/** A thousand events, a tenth of them repeated. */
class WorkTest {
  private static final Work WORK =
      new Work(Contender.INBOX, Case.TENTH_REPEATED, Case.TENTH_REPEATED.events(1_000, 0));

  @Test
  void what_was_done_passes() {
    WORK.require(whole(900, 100, 0), found(900, 900, 900));
  }

  @Test
  void what_came_twice_in_a_rebalance_passes() {
    WORK.require(whole(900, 103, 0), found(900, 900, 900));
  }

  @Test
  void what_ended_by_time_passes() {
    WORK.require(partly(450, 50, 500), found(450, 450, 450));
  }

  @Test
  void an_event_that_acted_twice_is_refused() {
    assertRefused(whole(901, 99, 0), found(901, 900, 900), "led to something");
    assertRefused(partly(451, 50, 500), found(451, 450, 450), "led to something");
  }

  @Test
  void one_that_was_passed_over_is_refused() {
    assertRefused(whole(899, 100, 0), found(899, 899, 899), "effects of the whole topic");
    assertRefused(partly(449, 50, 500), found(449, 449, 449), "has left 500 records behind");
  }

  @Test
  void one_that_failed_or_was_parked_is_refused() {
    assertRefused(partly(450, 50, 500, 1), found(450, 450, 450), "failed, were parked");
  }

  @Test
  void one_that_acted_again_is_refused() {
    assertRefused(partly(451, 49, 500), found(451, 451, 450), "events remembered");
    assertRefused(whole(901, 99, 0), found(901, 901, 900), "events remembered");
  }

  @Test
  void one_that_is_remembered_without_an_effect_is_refused() {
    assertRefused(whole(900, 100, 0), found(899, 899, 900), "effects should be 900");
  }

  @Test
  void an_effect_that_was_booked_otherwise_is_refused() {
    Work.Found found = new Work.Found(900, 900, 9_000, 8_999, 900);

    assertRefused(whole(900, 100, 0), found, "sum of what was booked");
  }

  private static Work.Said whole(long fresh, long repeated, long others) {
    return new Work.Said(new Tally(fresh, repeated, others), true, 1_000);
  }

  private static Work.Said partly(long fresh, long repeated, long committed) {
    return partly(fresh, repeated, committed, 0);
  }

  private static Work.Said partly(long fresh, long repeated, long committed, long others) {
    return new Work.Said(new Tally(fresh, repeated, others), false, committed);
  }

  private static Work.Found found(long told, long causes, long remembered) {
    return new Work.Found(told, causes, told * 10, told * 10, remembered);
  }

  private static void assertRefused(Work.Said said, Work.Found found, String why) {
    assertThatThrownBy(() -> WORK.require(said, found))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
    assertThat(said.tally().done()).isPositive();
  }
}
