package dev.ensemble.order.domain;

import java.util.regex.Pattern;

/** Names the customer; payment knows the customer's account by the same name. */
public record CustomerId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public CustomerId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a customer id: " + value);
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
