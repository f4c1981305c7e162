package dev.ensemble.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What the history alone shows, each in the good and in the bad. */
class HistoryTest {
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
  void an_answer_that_is_another_one_the_second_time_is_noticed() {
    call(Happening.INVOKE, "place", "k", "a", Map.of());
    call(Happening.OK, "place", "k", "a", Map.of("status", 201, "hash", "1"));
    call(Happening.OK, "place", "k", "a", Map.of("status", 201, "hash", "1"));
    assertThat(wishes().unstable()).isEmpty();

    call(Happening.OK, "place", "k", "a", Map.of("status", 201, "hash", "2"));
    assertThat(wishes().unstable()).hasSize(1).first().asString().contains("key k");
  }

  @Test
  void another_wish_that_is_done_under_a_key_in_use_is_noticed() {
    call(Happening.OK, "place", "k", "a", Map.of("status", 201));
    call(
        Happening.FAIL,
        "place",
        "k",
        "b",
        Map.of("status", 422, "problem", "https://x/" + Wishes.REUSED));
    assertThat(wishes().confused()).isEmpty();
    assertThat(wishes().mismatches()).isEqualTo(1);

    call(Happening.OK, "place", "k", "c", Map.of("status", 201));
    assertThat(wishes().confused()).hasSize(1);
  }

  @Test
  void a_call_is_open_until_it_has_a_definite_answer() {
    call(Happening.INVOKE, "cancel", "k", "a", Map.of());
    call(Happening.INFO, "cancel", "k", "a", Map.of("status", 503));
    assertThat(wishes().open("k")).containsExactly("a");

    call(Happening.INVOKE, "cancel", "k", "a", Map.of());
    call(Happening.OK, "cancel", "k", "a", Map.of("status", 202));
    assertThat(wishes().open("k")).isEmpty();
  }

  @Test
  void a_state_that_goes_back_between_two_looks_is_noticed_and_one_of_looks_at_once_is_not() {
    look(Happening.INVOKE, "1", 0, "");
    look(Happening.INVOKE, "2", 0, "");
    look(Happening.OK, "1", 3, "PAID");
    look(Happening.OK, "2", 2, "RESERVED");
    assertThat(looks()).matches(Finding::holds);

    look(Happening.INVOKE, "3", 0, "");
    look(Happening.OK, "3", 2, "RESERVED");
    assertThat(looks().offenders()).hasSize(1);
  }

  @Test
  void an_order_that_is_not_there_after_it_was_acknowledged_is_noticed() {
    look(Happening.INVOKE, "1", 0, "");
    history.note(Happening.OK, Map.of("call", "place", "order", "o"));
    look(Happening.FAIL, "1", 0, "");
    assertThat(looks()).matches(Finding::holds);

    look(Happening.INVOKE, "2", 0, "");
    look(Happening.FAIL, "2", 0, "");
    assertThat(looks().offenders()).hasSize(1);
  }

  @Test
  void a_history_that_was_cut_off_is_read_to_its_last_whole_line_and_has_no_end() throws Exception {
    call(Happening.OK, "place", "k", "a", Map.of("status", 201));
    append("{\"at\":1,\"what\":\"o");

    assertThat(wishes().definite()).isEqualTo(1);
    assertThat(Past.in(folder).hasEnd()).isFalse();
  }

  @Test
  void a_line_in_the_middle_that_cannot_be_read_is_told_and_not_taken_for_the_end()
      throws Exception {
    call(Happening.OK, "place", "k", "a", Map.of("status", 201));
    append("{\"at\":1,\"what\":\"o\n{\"at\":2,\"what\":\"end\"}\n");

    assertThatThrownBy(this::wishes).hasMessageContaining("line 2");
  }

  @Test
  void what_was_found_while_the_system_came_to_rest_is_found_again_and_once() {
    Finding quiet = new Finding("all is quiet", false, "after 90 s", List.of("1 orders open"));
    Finding calls = new Finding("every call is answered", true, "9", List.of());
    Found.note(history, calls);
    Found.note(history, quiet);
    history.note(Happening.END, Map.of());
    Found found = new Found();
    Past.in(folder).each(found);

    assertThat(found.with(List.of())).containsExactly(calls, quiet);
    assertThat(found.with(List.of(quiet))).containsExactly(quiet, calls);
    assertThat(Past.in(folder).hasEnd()).isTrue();
  }

  @Test
  void a_snapshot_sees_what_had_committed_and_nothing_else() {
    Snapshot snapshot = Snapshot.of("100:104:100,102");

    assertThat(LongStream.rangeClosed(98, 105).filter(snapshot::sees))
        .containsExactly(98L, 99L, 101L, 103L);
    // A row tells the lower half of its transaction's number.
    assertThat(Snapshot.of("4294967300:4294967310:").sees(3)).isTrue();
    assertThat(Snapshot.of("4294967300:4294967310:").sees(4_294_967_295L)).isTrue();
    assertThat(Snapshot.of("4294967300:4294967310:").sees(20)).isFalse();
  }

  private void append(String text) throws IOException {
    Files.writeString(folder.resolve(History.FILE), text, StandardOpenOption.APPEND);
  }

  private Wishes wishes() {
    Wishes wishes = new Wishes();
    Past.in(folder).each(wishes);
    return wishes;
  }

  private Finding looks() {
    Looks looks = new Looks();
    Past.in(folder).each(looks);
    return looks.check();
  }

  private void call(
      Happening what, String call, String key, String fingerprint, Map<String, ?> more) {
    Map<String, Object> details = new HashMap<>(more);
    details.putAll(Map.of("call", call, "key", key, "fingerprint", fingerprint));
    history.note(what, details);
  }

  static Line line(Happening what, long atMillis) {
    return new Line(1, atMillis, what, JsonMapper.builder().build().createObjectNode());
  }

  private void look(Happening what, String op, long version, String stands) {
    history.note(
        what,
        Map.of(
            "call", "look", "op", op, "attempt", 1, "order", "o", "version", version, "stands",
            stands));
  }
}
