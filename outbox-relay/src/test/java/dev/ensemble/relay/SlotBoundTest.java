package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What at-least-once delivery writes down: never behind the slot, and seldom. */
class SlotBoundTest {
  private final SlotBound bound = new SlotBound();
  private long lastWritten;
  private int written;

  @Test
  void the_slot_never_passes_what_is_written_and_a_busy_source_writes_seldom() {
    for (int slice = 1; slice <= 10_000; slice++) {
      long lsn = slice * 10_000L;
      see(bound.reach(lsn, TimeUnit.MILLISECONDS.toNanos(slice)));
      assertThat(lastWritten).isGreaterThanOrEqualTo(lsn);
    }
    // 100 MB of WAL, in steps of 4 MB.
    assertThat(written).isBetween(20, 30);
    see(bound.tighten());
    assertThat(lastWritten).isEqualTo(100_000_000);
  }

  @Test
  void a_source_that_falls_quiet_has_it_exactly() {
    see(bound.reach(100, seconds(10)));
    see(bound.reach(200, seconds(10) + 1));
    assertThat(lastWritten).isGreaterThan(200);
    see(bound.reach(0, seconds(10) + 2));
    assertThat(written).isEqualTo(2);

    see(bound.reach(0, seconds(12)));
    assertThat(lastWritten).isEqualTo(200);
    see(bound.reach(300, seconds(20)));
    assertThat(lastWritten).isEqualTo(300);
    see(bound.reach(0, seconds(30)));
    assertThat(written).isEqualTo(4);
  }

  @Test
  void what_the_relay_before_wrote_holds_until_the_slot_is_beyond_it() {
    bound.begin(500);
    see(bound.reach(400, seconds(1)));
    assertThat(written).isZero();
    see(bound.reach(600, seconds(1) + 1));
    assertThat(lastWritten).isGreaterThanOrEqualTo(600);
  }

  /** At-least-once delivery fences nobody. */
  @Test
  void a_relay_that_was_frozen_cannot_write_over_its_successor_s() {
    Set<String> known = Set.of("bound 9", "bound 10", "quarantined bound 11");

    assertThat(Position.keyOf(known)).isEqualTo("bound 10");
    assertThat(Position.boundKey(known)).isEqualTo("bound 11");
    assertThat(Position.boundKey(Set.of())).isEqualTo("bound 1");
    assertThat(Position.keyOf(Set.of("quarantined x"))).isNull();
    assertThat(Position.keyOf(Set.of("bound 3", "position"))).isEqualTo("position");
  }

  private void see(long lsn) {
    if (lsn != SlotBound.STANDS) {
      lastWritten = lsn;
      written++;
    }
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
