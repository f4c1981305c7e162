package dev.ensemble.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.01, 1",
    "59.99, 5999",
    "59.990000, 5999",
    "1e2, 10000",
    "999999999999.99, 99999999999999"
  })
  void euros_are_read_to_the_cent(String euros, long cents) {
    assertThat(Money.of(euros)).isEqualTo(new Money(cents));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-0.01", "0.001", "59.999", "1000000000000", "1e999999999", "-1e999999999"})
  void what_is_no_amount_of_cents_in_range_is_refused_at_once(String euros) {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.of(euros));
  }

  @Test
  void a_speck_far_below_a_cent_is_refused_at_once() {
    assertThatIllegalArgumentException().isThrownBy(() -> Money.of("1e-999999999"));
  }

  @Test
  void money_is_written_with_two_decimals() {
    assertThat(new Money(1250).toDecimal()).isEqualTo(new BigDecimal("12.50"));
    assertThat(Money.ZERO).hasToString("0.00");
    assertThat(Money.MAX).hasToString("999999999999.99");
  }

  @Test
  void a_sum_is_exact_or_refused() {
    assertThat(new Money(10).plus(new Money(20))).isEqualTo(new Money(30));
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void money_is_never_negative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Money(-1));
  }

  @Test
  void a_short_amount_has_the_decimals_that_it_needs() {
    assertThat(Money.of("99.99").toShortDecimal()).hasToString("99.99");
    assertThat(Money.of("100.50").toShortDecimal()).hasToString("100.5");
    assertThat(Money.of("100.00").toShortDecimal()).hasToString("100");
    assertThat(Money.ZERO.toShortDecimal()).hasToString("0");
  }
}
