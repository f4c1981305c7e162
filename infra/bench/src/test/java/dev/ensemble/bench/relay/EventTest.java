package dev.ensemble.bench.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 9_999, 1_000_000, 20_000_000})
  void a_payload_is_300_bytes_and_tells_its_number(long number) {
    byte[] payload = new Event(number).payload();

    assertThat(payload).hasSize(300);
    assertThat(Event.numberIn(payload)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"n\":\"1\"}", "{\"n\":\"00000000x1\",\"customer\":\"\"}"})
  void what_is_none_of_ours_has_no_number(String payload) {
    assertThat(Event.numberIn(payload.getBytes(UTF_8))).isNegative();
  }
}
