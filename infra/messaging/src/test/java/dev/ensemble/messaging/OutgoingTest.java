package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks the envelope's contract never becomes a fact. */
class OutgoingTest {

  @ParameterizedTest
  @ValueSource(strings = {"order.placed.v1", "order.cancellation-requested.v12", "a2.b-c.v9999"})
  void these_are_types(String type) {
    assertThatNoException().isThrownBy(() -> new Outgoing("t", type, "k", 1, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "'', a.b.v1, k, 1, topic",
    "a b, a.b.v1, k, 1, topic",
    "t, OrderPlaced, k, 1, type",
    "t, order.placed, k, 1, type",
    "t, order.placed.v0, k, 1, type",
    "t, order.placed.v1.x, k, 1, type",
    "t, Order.placed.v1, k, 1, type",
    "t, a.b.v1, '', 1, key",
    "t, a.b.v1, 'a b', 1, key",
    "t, a.b.v1, ä, 1, key",
    "t, a.b.v1, k, 0, sequence",
    "t, a.b.v1, k, -1, sequence",
  })
  void what_breaks_the_contract_is_refused_and_the_part_named(
      String topic, String type, String key, long sequence, String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Outgoing(topic, type, key, sequence, Map.of()))
        .withMessageStartingWith("the " + part);
  }
}
