package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The drills' judge must convict, or their verdicts are worth nothing. */
class KeyOrderTest {
  private final KeyOrder order = new KeyOrder();

  @Test
  void what_comes_in_order_is_right_and_repeats_are_counted() {
    see("a", 0, 1, 2, 3);
    see("b", 1, 1);
    see("a", 0, 2, 3, 4);

    assertThat(order.wrong()).isEmpty();
    assertThat(order.repeats()).isEqualTo(2);
    assertThat(order.records()).isEqualTo(7);
    assertThat(order.last()).isEqualTo(Map.of("a", 4L, "b", 1L));
  }

  @Test
  void a_row_that_is_missing_or_overtaken_is_found() {
    see("a", 0, 1, 3, 2);

    assertThat(order.wrong()).containsExactly("a: 3 follows 1");
  }

  @Test
  void a_missing_beginning_is_found() {
    see("a", 0, 2);

    assertThat(order.wrong()).containsExactly("a: 2 follows 0");
  }

  @Test
  void a_missing_end_is_not_covered() {
    see("a", 0, 1, 2);

    assertThat(order.covers(Map.of("a", 2L))).isTrue();
    assertThat(order.covers(Map.of("a", 3L))).isFalse();
    assertThat(order.covers(Map.of("a", 2L, "b", 1L))).isFalse();
  }

  @Test
  void a_key_in_two_partitions_is_found() {
    see("a", 0, 1);
    see("a", 1, 2);

    assertThat(order.wrong()).containsExactly("a is in partitions 0 and 1");
  }

  private void see(String key, int partition, long... numbers) {
    for (long number : numbers) {
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>("topic", partition, 0, key.getBytes(UTF_8), new byte[0]);
      record.headers().add("ce_sequence", Long.toString(number).getBytes(UTF_8));
      order.see(record);
    }
  }
}
