package dev.ensemble.order.domain;

import java.util.regex.Pattern;

/** The stock keeping unit: names a product in every service. */
public record Sku(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public Sku {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a SKU: " + value);
    }
  }

  public static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
