package dev.ensemble.inventory.domain;

import java.util.regex.Pattern;

/** A stock keeping unit's name; ordered, because rows of several SKUs are locked in this order. */
public record Sku(String value) implements Comparable<Sku> {
  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public Sku {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("a SKU matches " + SYNTAX.pattern());
    }
  }

  /** Whether a text can be a SKU's name. */
  public static boolean isWellFormed(String text) {
    return SYNTAX.matcher(text).matches();
  }

  @Override
  public int compareTo(Sku other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
