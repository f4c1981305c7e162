package dev.ensemble.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.history.Past;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as proof, and what does not. */
class SignsTest {
  private static final int FENCED = 6;

  @TempDir Path folder;

  private History history;

  @BeforeEach
  void begin() {
    history = History.in(folder);
  }

  @AfterEach
  void end() {
    history.close();
  }

  @Test
  void a_kind_without_an_effect_is_missing() {
    fault(1, "cut-link", 0);
    fault(2, "mute-link", 0);
    fault(3, "cut-link", 3);
    fault(4, "mute-link", 0);

    assertThat(sign("effects of cut-link").isMissing()).isFalse();
    assertThat(sign("effects of mute-link").isMissing()).isTrue();
  }

  @Test
  void of_ten_kinds_two_may_have_had_their_only_chance_in_vain_and_no_third_one() {
    for (int number = 1; number <= 8; number++) {
      fault(number, "kind-" + number, 1);
    }
    missed(9, "kill-relay");
    fault(10, "deaf-link", 0);
    assertThat(sign("effects of kill-relay").isMissing()).isFalse();
    assertThat(sign("kinds of fault that had an effect, of 10").isMissing()).isFalse();

    fault(11, "mute-link", 0);
    assertThat(sign("kinds of fault that had an effect, of 11").isMissing()).isTrue();
  }

  @Test
  void a_run_in_which_more_than_a_quarter_was_prevented_proves_nothing() {
    fault(1, "cut-link", 1);
    fault(2, "cut-link", 1);
    fault(3, "cut-link", 1);
    missed(4, "cut-link");
    assertThat(sign("faults that were brought about, of 4").isMissing()).isFalse();

    // That one was injected, and failed at it.
    history.note(Happening.INJECT, Map.of("fault", 5, "kind", "cut-link"));
    missed(5, "cut-link");
    history.note(Happening.HEAL, Map.of("fault", 5, "kind", "cut-link", "seen", 0));
    assertThat(sign("faults that were brought about, of 5").isMissing()).isTrue();
  }

  @Test
  void a_relay_is_fenced_where_it_stood_still_in_the_same_life() {
    exit("outbox-relay-1", FENCED);
    assertThat(sign("relays that were fenced").times()).isZero();

    history.note(
        Happening.INJECT,
        Map.of("fault", 1, "kind", "freeze-relay", "on", List.of("outbox-relay-1")));
    exit("outbox-relay-2", FENCED);
    exit("outbox-relay-1", 1);
    assertThat(sign("relays that were fenced").times()).isZero();

    exit("outbox-relay-1", FENCED);
    assertThat(sign("relays that were fenced").times()).isEqualTo(1);

    history.note(Happening.START, Map.of("process", "outbox-relay-1"));
    exit("outbox-relay-1", FENCED);
    assertThat(sign("relays that were fenced").times()).isEqualTo(1);
  }

  @Test
  void what_ends_after_the_run_has_not_ended_in_it() {
    history.note(Happening.END, Map.of());
    exit("kafka-1", 137);

    assertThat(sign("processes that ended").isMissing()).isTrue();
  }

  private void fault(int number, String kind, int seen) {
    history.note(Happening.INJECT, Map.of("fault", number, "kind", kind));
    history.note(Happening.HEAL, Map.of("fault", number, "kind", kind, "seen", seen));
  }

  private void missed(int number, String kind) {
    history.note(Happening.MISSED, Map.of("fault", number, "kind", kind));
  }

  private void exit(String process, int code) {
    history.note(Happening.EXIT, Map.of("process", process, "code", code));
  }

  private Sign sign(String beginning) {
    return Signs.of(Past.in(folder)).stream()
        .filter(sign -> sign.what().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }
}
