package dev.ensemble.order.domain;

import java.math.BigDecimal;

/** An exact, non-negative amount of euros, counted in cents. */
public record Money(long cents) {

  /** 999,999,999,999.99: every service, schema and column agrees on it. */
  public static final Money MAX = new Money(99_999_999_999_999L);

  private static final long CENTS_MAX = 99_999_999_999_999L;

  public Money {
    if (!isAllowed(cents)) {
      throw new IllegalArgumentException("not an amount of money: " + cents + " cents");
    }
  }

  public static boolean isAllowed(long cents) {
    return cents >= 0 && cents <= CENTS_MAX;
  }

  /** Euros with exactly two decimals, as people and JSON read them. */
  public BigDecimal euros() {
    return BigDecimal.valueOf(cents, 2);
  }

  @Override
  public String toString() {
    return euros().toPlainString();
  }
}
