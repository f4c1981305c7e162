package dev.ensemble.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "tea-pot", "tea_pot.v2", "0-9"})
  void a_name_of_small_letters_digits_and_joiners_is_well_formed(String text) {
    assertThat(new Sku(text)).hasToString(text);
    assertThat(new CustomerId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-tea", "Tea", "tea pot", "tea\n", "tea\u0000", "тea", "a/b"})
  void any_other_name_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sku(text));
    assertThatIllegalArgumentException().isThrownBy(() -> new CustomerId(text));
  }

  @Test
  void a_name_has_at_most_64_characters() {
    assertThat(Sku.isWellFormed("a".repeat(64))).isTrue();
    assertThat(Sku.isWellFormed("a".repeat(65))).isFalse();
    assertThat(CustomerId.isWellFormed("a".repeat(64))).isTrue();
    assertThat(CustomerId.isWellFormed("a".repeat(65))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1_000_001, 1_000_000_000_000L, Long.MIN_VALUE})
  void a_quantity_is_between_one_and_a_million(long pieces) {
    assertThat(Quantity.isAllowed(pieces)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01", "12.50", "12.5", "1000000.00", "1e6", "7", "1.2300"})
  void a_price_is_read_exactly(String euros) {
    assertThat(Price.ofEuros(new BigDecimal(euros)).orElseThrow().amount().euros())
        .isEqualByComparingTo(euros);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "-1", "0.001", "1000000.01", "1e400", "1e-400", "1.234"})
  void what_is_no_price_is_answered_and_not_thrown(String euros) {
    assertThat(Price.ofEuros(new BigDecimal(euros))).isEmpty();
  }

  @Test
  void money_is_shown_with_two_decimals_always() {
    assertThat(new Money(1250).euros()).isEqualTo(new BigDecimal("12.50"));
    assertThat(Money.MAX).hasToString("999999999999.99");
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(Money.MAX.cents() + 1));
  }

  @Test
  void a_basket_has_one_to_a_hundred_products() {
    assertThatIllegalArgumentException().isThrownBy(() -> basketOf(0));
    assertThat(basketOf(100).skus()).hasSize(100);
    assertThatIllegalArgumentException().isThrownBy(() -> basketOf(101));
  }

  @Test
  void a_purchase_has_each_product_once_and_the_sum_of_its_lines_as_its_total() {
    Purchase tea = OrderFixture.aPlacedOrder().purchase();
    List<Line> twice = List.of(tea.lines().getFirst(), tea.lines().getFirst());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(tea, twice, new Money(5000)))
        .withMessageContaining("two lines");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(tea, tea.lines(), new Money(5998)))
        .withMessageContaining("sum");
  }

  private static Purchase with(Purchase from, List<Line> lines, Money total) {
    return new Purchase(from.customerId(), lines, total, from.placedAt(), from.deadline());
  }

  private static Basket basketOf(int products) {
    LinkedHashMap<Sku, Quantity> items = new LinkedHashMap<>();
    IntStream.range(0, products).forEach(i -> items.put(new Sku("p" + i), new Quantity(1)));
    return new Basket(items);
  }
}
