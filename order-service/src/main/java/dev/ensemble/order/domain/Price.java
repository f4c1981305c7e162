package dev.ensemble.order.domain;

import java.math.BigDecimal;
import java.util.Optional;

/** What one piece costs: more than nothing, and at most a million euros. */
public record Price(Money amount) {
  private static final long CENTS_MAX = 100_000_000L;

  public Price {
    if (amount.cents() < 1 || amount.cents() > CENTS_MAX) {
      throw new IllegalArgumentException("not a price: " + amount);
    }
  }

  public static Price ofCents(long cents) {
    return new Price(new Money(cents));
  }

  /** The price that the euros name exactly; empty where they name none. */
  public static Optional<Price> ofEuros(BigDecimal euros) {
    // Compared before it is scaled: 1e400 would otherwise be unrolled into four hundred digits.
    if (euros.signum() <= 0 || euros.compareTo(BigDecimal.valueOf(CENTS_MAX, 2)) > 0) {
      return Optional.empty();
    }
    BigDecimal exact = euros.stripTrailingZeros();
    return exact.scale() > 2
        ? Optional.empty()
        : Optional.of(ofCents(exact.movePointRight(2).longValueExact()));
  }

  long centsFor(Quantity quantity) {
    return amount.cents() * quantity.pieces();
  }
}
