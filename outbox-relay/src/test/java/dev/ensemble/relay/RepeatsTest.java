package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  /** Three transactions of three rows: 100/1, 100/2, 100/3, 200/1 … 300/3. */
  private static final List<Long> COMMITS = List.of(100L, 200L, 300L);

  @Test
  void without_a_position_nothing_is_a_repeat() {
    assertThat(passed(new Repeats(Position.NONE))).hasSize(9);
  }

  @Test
  void every_place_at_which_a_position_can_stand_lets_exactly_the_rest_pass() {
    List<String> all = passed(new Repeats(Position.NONE));
    int done = 0;
    for (long commit : COMMITS) {
      for (int rows = 1; rows <= 3; rows++) {
        done++;
        Repeats repeats =
            new Repeats(Position.of(commit, rows, commit + "/" + rows, commit, "00000001"));
        assertThat(passed(repeats)).isEqualTo(all.subList(done, all.size()));
      }
    }
  }

  /** The slot moves only with whole transactions, but may have moved past published ones. */
  @Test
  void a_slot_that_begins_after_the_position_passes_everything() {
    assertThat(passed(new Repeats(Position.of(50, 2, "50/2", 60, "00000001")))).hasSize(9);
  }

  @Test
  void another_row_at_the_position_is_another_database() {
    Repeats repeats = new Repeats(Position.of(200, 2, "someone-elses", 200, "00000001"));
    assertThatThrownBy(() -> passed(repeats))
        .isInstanceOf(RelayFailure.class)
        .hasMessageContaining("200/2")
        .hasMessageContaining("someone-elses");
  }

  @Test
  void a_new_position_after_repeats_counts_them() {
    Repeats repeats = new Repeats(Position.of(200, 1, "200/1", 100, "00000001"));
    repeats.begin(200);
    repeats.isRepeat("200/1".getBytes(UTF_8));
    repeats.isRepeat("200/2".getBytes(UTF_8));

    assertThat(repeats.commitLsn()).isEqualTo(200);
    assertThat(repeats.rows()).isEqualTo(2);
  }

  private static List<String> passed(Repeats repeats) {
    List<String> passed = new ArrayList<>();
    for (long commit : COMMITS) {
      repeats.begin(commit);
      for (int row = 1; row <= 3; row++) {
        String id = commit + "/" + row;
        if (!repeats.isRepeat(id.getBytes(UTF_8))) {
          passed.add(id);
        }
      }
    }
    return passed;
  }
}
