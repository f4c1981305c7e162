package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command and an answer may be, and when two commands say the same. */
class CommandTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Fingerprint FINGERPRINT = Fingerprint.of(new byte[0]);

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "\u007f", "\u00e9"})
  void a_key_that_is_not_visible_ascii_is_refused(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Command("client", "operation", key, FINGERPRINT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\u0000b"})
  void a_client_or_operation_that_could_be_taken_for_another_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Command(name, "operation", "key", FINGERPRINT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Command("client", name, "key", FINGERPRINT));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 199, 500, 503})
  void an_answer_that_may_not_be_stored_cannot_be_made(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Answer(status, Map.of(), new byte[0]));
  }

  @Test
  void a_header_that_would_split_the_answer_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Answer(200, Map.of("Location", "/a\r\nX: y"), new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Answer(200, Map.of("Lo cation", "/a"), new byte[0]));
  }

  @Test
  void an_answer_does_not_change_after_it_was_made() {
    byte[] body = {1, 2};
    Map<String, String> headers = new HashMap<>(Map.of("ETag", "1"));
    Answer answer = new Answer(200, headers, body);
    body[0] = 9;
    headers.clear();
    answer.body()[1] = 9;

    assertThat(answer).isEqualTo(new Answer(200, Map.of("ETag", "1"), new byte[] {1, 2}));
    assertThat(answer).hasSameHashCodeAs(new Answer(200, Map.of("ETag", "1"), new byte[] {1, 2}));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1}",
        "12.5 | 12.50",
        "100 | 1e2",
        "0 | 0.00",
        "[{\"x\":{\"a\":1,\"b\":[]}}] | [ {\"x\":{\"b\":[],\"a\":1.0}} ]"
      })
  void two_trees_that_mean_the_same_have_one_canonical_form(String one, String other) {
    assertThat(canonical(one)).isEqualTo(canonical(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 | \"1\"",
        "[1,2] | [2,1]",
        "[1,[2]] | [[1],2]",
        "[] | {}",
        "null | \"\"",
        "null | \"null\"",
        "true | \"true\"",
        "false | null",
        "{\"a\":null} | {}",
        "[\"ab\",\"c\"] | [\"a\",\"bc\"]",
        "9007199254740993 | 9007199254740992",
        "0.1 | 0.10000000000000001"
      })
  void two_trees_that_mean_different_things_have_different_forms(String one, String other) {
    assertThat(canonical(one)).isNotEqualTo(canonical(other));
  }

  @Test
  void a_number_with_a_huge_exponent_takes_no_huge_memory() {
    assertThat(canonical("1e999999999")).hasSizeLessThan(100);
  }

  @Test
  void an_optional_field_that_a_later_release_adds_makes_no_other_request_of_a_retry() {
    JsonNode before = JSON.readTree("{\"a\":1,\"in\":[{},null]}");
    JsonNode after = JSON.readTree("{\"a\":1,\"new\":null,\"in\":[{\"new\":null},null]}");

    assertThat(Canonical.bytesOf(after, true)).isEqualTo(Canonical.bytesOf(before, true));
    assertThat(Canonical.bytesOf(after, false)).isNotEqualTo(Canonical.bytesOf(before, false));
  }

  @Test
  void parts_of_a_fingerprint_do_not_flow_into_each_other() {
    assertThat(Fingerprint.of(new byte[] {1}, new byte[] {2, 3}))
        .isNotEqualTo(Fingerprint.of(new byte[] {1, 2}, new byte[] {3}));
    assertThat(Fingerprint.of(new byte[] {1}))
        .isNotEqualTo(Fingerprint.of(new byte[] {1}, new byte[0]));
  }

  private static byte[] canonical(String json) {
    return Canonical.bytesOf(JSON.readTree(json), false);
  }
}
