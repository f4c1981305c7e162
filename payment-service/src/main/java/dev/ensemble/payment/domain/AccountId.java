package dev.ensemble.payment.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** A customer's account, named like the customer. */
public record AccountId(String value) implements Comparable<AccountId> {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public AccountId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("no account can be named so");
    }
  }

  /** The account of that name; empty where no account can be named so. */
  public static Optional<AccountId> of(String name) {
    return SHAPE.matcher(name).matches() ? Optional.of(new AccountId(name)) : Optional.empty();
  }

  @Override
  public int compareTo(AccountId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
