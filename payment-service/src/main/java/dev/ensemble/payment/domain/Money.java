package dev.ensemble.payment.domain;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An amount of euros that is never negative, exact to the cent. */
public record Money(long cents) implements Comparable<Money> {

  /** 999,999,999,999.99: the most that one amount on the wire may be. */
  public static final Money MAX = new Money(99_999_999_999_999L);

  public static final Money ZERO = new Money(0);

  private static final int SCALE = 2;

  public Money {
    if (cents < 0) {
      throw new IllegalArgumentException("money is never negative: " + cents + " cents");
    }
  }

  /**
   * Reads a decimal amount of euros.
   *
   * @throws IllegalArgumentException where it is negative, larger than {@link #MAX} or finer than a
   *     cent
   */
  public static Money of(BigDecimal euros) {
    // The size comes first: scaling 1e999999999 before looking at it would fill the memory.
    if (euros.signum() < 0 || euros.compareTo(MAX.toDecimal()) > 0) {
      throw new IllegalArgumentException("money is between 0.00 and " + MAX);
    }
    if (euros.scale() > SCALE && euros.stripTrailingZeros().scale() > SCALE) {
      throw new IllegalArgumentException("money has at most two decimals");
    }
    return new Money(euros.setScale(SCALE).unscaledValue().longValueExact());
  }

  public static Money of(String euros) {
    return of(new BigDecimal(euros));
  }

  /** The amount in euros, always with two decimals. */
  public BigDecimal toDecimal() {
    return new BigDecimal(BigInteger.valueOf(cents), SCALE);
  }

  /** The amount in euros with the decimals that it needs: 99.99, 100.5, 0. */
  public BigDecimal toShortDecimal() {
    BigDecimal shortest = toDecimal().stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(cents, other.cents));
  }

  public boolean isMoreThan(Money other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(cents, other.cents);
  }

  @Override
  public String toString() {
    return toDecimal().toPlainString();
  }
}
