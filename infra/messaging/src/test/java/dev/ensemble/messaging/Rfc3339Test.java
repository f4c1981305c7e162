package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way reads what the parser reads, and nothing else. */
class Rfc3339Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T22:15:30Z",
        "2026-11-21T22:15:30.1Z",
        "2026-11-21T22:15:30.123456Z",
        "2026-11-21T22:15:30.123456789Z",
        "2024-02-29T00:00:00.000Z",
        "2026-11-21T22:15:30+01:00",
        "2026-11-21T22:15Z",
        "2026-11-21t22:15:30z"
      })
  void these_are_times(String text) {
    assertThat(Rfc3339.instant(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-21T22:15:30",
        "2026-02-29T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:59:60Z",
        "2026-11-21T22:15:30.1234567890Z",
        "2026-11-21T22:15:30,5Z",
        "2026-11-21 22:15:30Z",
        "2026-11-21T22:15:30.12x4Z",
        "٢٠26-11-21T22:15:30Z"
      })
  void these_are_none(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Rfc3339.instant(text));
  }

  @Test
  void whatever_is_changed_in_a_time_is_judged_as_the_parser_does() {
    Random random = new Random(20261121);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("2026-11-21T22:15:30.250Z");
      for (int change = random.nextInt(3); change >= 0; change--) {
        int place = random.nextInt(text.length());
        char other = "0123456789:-.TZ+".charAt(random.nextInt(16));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(place, other);
          case 1 -> text.deleteCharAt(place);
          default -> text.insert(place, other);
        }
      }
      assertThat(read(text.toString(), true))
          .as("%s", text)
          .isEqualTo(read(text.toString(), false));
    }
  }

  private static String read(String text, boolean ours) {
    try {
      return (ours ? Rfc3339.instant(text) : OffsetDateTime.parse(text).toInstant()).toString();
    } catch (DateTimeException none) {
      return "none";
    }
  }
}
