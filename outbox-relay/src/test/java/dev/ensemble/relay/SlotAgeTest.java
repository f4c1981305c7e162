package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Looks at a slot, with the seconds at which they were. */
class SlotAgeTest {
  private final SlotAge age = new SlotAge();

  @Test
  void a_slot_that_follows_is_as_old_as_the_look_before_last() {
    age.begin(seconds(0));
    see(2, 100, 150);
    see(4, 150, 180);
    see(6, 200, 200);

    assertThat(age.at(seconds(7))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_slot_that_stands_grows_old_and_one_that_has_caught_up_is_young_again() {
    age.begin(seconds(0));
    see(2, 100, 150);
    see(4, 149, 500);
    see(60, 149, 900);
    assertThat(age.at(seconds(60))).isEqualTo(Duration.ofSeconds(60));

    see(62, 150, 900);
    assertThat(age.at(seconds(62))).isEqualTo(Duration.ofSeconds(60));
    see(64, 899, 950);
    assertThat(age.at(seconds(64))).isEqualTo(Duration.ofSeconds(62));
    see(66, 900, 950);
    assertThat(age.at(seconds(66))).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void what_was_before_the_stream_does_not_count() {
    age.begin(seconds(0));
    see(2, 100, 150);
    age.begin(seconds(1000));

    assertThat(age.at(seconds(1001))).isEqualTo(Duration.ofSeconds(1));
  }

  private void see(long second, long confirmed, long written) {
    age.see(new SlotReading.Positions(confirmed, 0, written, 0), seconds(second));
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
