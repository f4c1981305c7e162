package dev.ensemble.inventory.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Euros, exact to the cent. Inventory never counts money: it hands on what the order said. */
public record Money(long cents) {
  private static final long CENTS_MAX = 99_999_999_999_999L;

  public Money {
    if (cents < 0 || cents > CENTS_MAX) {
      throw new IllegalArgumentException("an amount lies between 0 and 999,999,999,999.99");
    }
  }

  /**
   * Reads an amount as JSON carries it.
   *
   * @throws IllegalArgumentException where it has more than two decimals or is out of range
   */
  public static Money ofEuros(BigDecimal euros) {
    try {
      return new Money(
          euros.setScale(2, RoundingMode.UNNECESSARY).movePointRight(2).longValueExact());
    } catch (ArithmeticException notCents) {
      throw new IllegalArgumentException("an amount has at most two decimals", notCents);
    }
  }

  public BigDecimal toEuros() {
    return BigDecimal.valueOf(cents, 2);
  }
}
