package dev.ensemble.messaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.ParkedRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An exception may write itself as it likes: only its class is nobody's data. */
class DisclosureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.lang.IllegalStateException: card 4711 of alice | java.lang.IllegalStateException",
        "java.lang.IllegalStateException                     | java.lang.IllegalStateException",
        "com.example.Shop$Closed: to alice: and bob          | com.example.Shop$Closed",
        "Rejected[customer=alice]                            | <24 characters>",
        "the card of alice: refused                          | <26 characters>",
        "alice                                               | <5 characters>",
      })
  void of_what_a_reaction_throws_only_the_class_is_shown_masked(String thrown, String masked) {
    assertThat(Disclosure.MASKED.reason(ParkedRecord.Kind.FAILED, thrown)).isEqualTo(masked);
    assertThat(Disclosure.MASKED.detail(thrown)).isEqualTo(masked);
    assertThat(Disclosure.HIDDEN.detail(thrown)).isNull();
    assertThat(Disclosure.SHOWN.detail(thrown)).isEqualTo(thrown);
  }
}
