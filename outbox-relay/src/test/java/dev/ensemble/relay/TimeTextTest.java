package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge is java.time, which writes the same form. */
class TimeTextTest {
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2000-01-01T00:00:00Z",
        "1999-12-31T23:59:59.999999Z",
        "2026-11-21T01:02:03.456Z",
        "2026-11-21T01:02:03.000001Z",
        "2000-02-29T12:00:00Z",
        "1900-03-01T00:00:00Z",
        "2100-02-28T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "0000-12-31T00:00:00Z",
        "-4712-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "+294276-12-31T23:59:59.999999Z"
      })
  void edges_are_written_as_rfc_3339_has_them(String text) {
    assertThat(timestamp(micros(Instant.parse(text)))).isEqualTo(text);
  }

  @Test
  void any_time_is_written_as_java_writes_it() {
    Random random = new Random(7);
    for (int count = 0; count < 100_000; count++) {
      long micros = random.nextLong(-6_000_000_000_000_000L, 6_000_000_000_000_000L);
      assertThat(timestamp(micros)).isEqualTo(EPOCH.plus(micros, ChronoUnit.MICROS).toString());
      long days = random.nextLong(-2_000_000, 2_000_000);
      assertThat(date(days)).isEqualTo(LocalDate.of(2000, 1, 1).plusDays(days).toString());
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(EPOCH, instant);
  }

  private static String timestamp(long micros) {
    Bytes out = new Bytes();
    TimeText.putTimestamp(micros, out);
    return new String(out.copy(), UTF_8);
  }

  private static String date(long days) {
    Bytes out = new Bytes();
    TimeText.putDate(days, out);
    return new String(out.copy(), UTF_8);
  }
}
