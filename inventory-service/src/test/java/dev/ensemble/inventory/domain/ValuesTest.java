package dev.ensemble.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", ".a", "A", "a b", "a/b", "ä", "a\n", "a\u0000"})
  void a_sku_is_lower_case_and_begins_with_a_letter_or_digit(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sku(value));
  }

  @Test
  void a_sku_has_64_characters_at_most() {
    assertThat(new Sku("a".repeat(64)).value()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new Sku("a".repeat(65)));
  }

  @Test
  void an_amount_keeps_its_two_decimals() {
    assertThat(Money.ofEuros(new BigDecimal("12.5")).toEuros()).isEqualTo("12.50");
    assertThat(Money.ofEuros(new BigDecimal("999999999999.99")).cents())
        .isEqualTo(99_999_999_999_999L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "-0.01", "1000000000000.00", "1e400"})
  void an_amount_that_is_no_amount_is_refused(String euros) {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.ofEuros(new BigDecimal(euros)));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_000_001})
  void a_quantity_is_between_one_and_a_million(int quantity) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Line(Warehouse.MUG, quantity));
  }

  @Test
  void an_order_has_one_line_per_sku_and_at_least_one() {
    Line line = new Line(Warehouse.MUG, 1);

    assertThatIllegalArgumentException().isThrownBy(() -> order(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> order(List.of(line, line)));
  }

  @Test
  void a_count_is_neither_negative_nor_beyond_any_shelf() {
    assertThatIllegalArgumentException().isThrownBy(() -> count(-1, null));
    assertThatIllegalArgumentException().isThrownBy(() -> count(1_000_000_001, null));
    assertThatIllegalArgumentException().isThrownBy(() -> count(1, Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> count(1, Duration.ofDays(31)));
  }

  @Test
  void a_handling_time_is_kept_to_the_millisecond() {
    assertThat(count(1, Duration.ofNanos(1_999_999)).handlingTime())
        .isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void no_item_holds_more_than_it_has() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StockItem(Warehouse.MUG, 1, 2, true, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StockItem(Warehouse.MUG, 1, -1, true, null));
  }

  private static PlacedOrder order(List<Line> lines) {
    return new PlacedOrder(Warehouse.ORDER, "alice", new Money(1), lines);
  }

  private static StockCount count(long onHand, @Nullable Duration handlingTime) {
    return new StockCount(onHand, true, handlingTime);
  }
}
