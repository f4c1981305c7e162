package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.relay.SlotReading.Positions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Looks at a slot every two seconds, with a patience of ten. */
class SlotProgressTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PACE = Duration.ofSeconds(2);
  private static final int MANY = 100;

  private final SlotProgress progress = new SlotProgress(PATIENCE, 0);
  private long now;

  @Test
  void where_nothing_moves_patience_ends() {
    assertThat(looksUntilStall(look -> wal(100, 100, 100), look -> 0)).isEqualTo(6);
  }

  @Test
  void a_position_that_is_confirmed_again_and_again_is_progress() {
    assertNoStall(look -> wal(look, 0, 1000), look -> 0);
  }

  @Test
  void reading_what_was_written_before_is_progress() {
    assertNoStall(look -> wal(100, 100 + look, 10_000), look -> 0);
  }

  @Test
  void publishing_what_was_written_before_is_progress() {
    assertNoStall(look -> wal(100, 5_000, 10_000), look -> look);
  }

  @Test
  void reading_on_past_what_should_have_been_confirmed_is_none() {
    assertThat(looksUntilStall(look -> wal(100, 100 + look, 100 + look), look -> 0))
        .isLessThan(MANY);
  }

  @Test
  void publishing_on_while_nothing_is_confirmed_is_none() {
    assertThat(looksUntilStall(look -> wal(100, 100 + look, 100 + look), look -> look))
        .isLessThan(MANY);
  }

  /** Every second look finds the server at the same place, but rows gone out. */
  @Test
  void rows_that_go_out_between_two_steps_of_the_server_only_hold_the_clock() {
    assertThat(looksUntilStall(look -> wal(100, 101 + look / 2, 101 + look / 2), look -> look))
        .isLessThan(MANY);
  }

  @Test
  void one_large_transaction_is_sent_for_as_long_as_it_takes() {
    // The server stands before its commit, past what was written when something was last confirmed.
    assertNoStall(look -> wal(100, look < 2 ? 100 : 900, look < 2 ? 100 : 1000), look -> look / 3);
  }

  @Test
  void a_large_transaction_of_which_nothing_more_goes_out_is_none() {
    assertThat(
            looksUntilStall(
                look -> wal(100, look < 2 ? 100 : 900, look < 2 ? 100 : 1000),
                look -> Math.min(look, 20)))
        .isBetween(20, 30);
  }

  /** A role that is no member of pg_read_all_stats is shown no sent position. */
  @Test
  void where_reading_is_hidden_publishing_on_while_nothing_is_confirmed_is_none() {
    assertThat(looksUntilStall(look -> new Positions(100, 0, 10_000, look), look -> look))
        .isLessThan(MANY);
  }

  @Test
  void where_reading_is_hidden_one_large_transaction_is_sent_for_as_long_as_it_takes() {
    assertNoStall(look -> new Positions(100, 0, look < 2 ? 100 : 1000, 7), look -> look / 3);
  }

  private static Positions wal(long confirmed, long sent, long written) {
    return new Positions(confirmed, sent, written, 0);
  }

  private void assertNoStall(Slot slot, Published published) {
    assertThat(looksUntilStall(slot, published)).isEqualTo(MANY);
  }

  private int looksUntilStall(Slot slot, Published published) {
    int look = 0;
    while (look < MANY && !progress.hasStalled(now)) {
      progress.see(slot.at(look), published.at(look), now);
      now += PACE.toNanos();
      look++;
    }
    return look;
  }

  @FunctionalInterface
  private interface Slot {
    Positions at(int look);
  }

  @FunctionalInterface
  private interface Published {
    long at(int look);
  }
}
