package dev.ensemble.chaos.system;

import java.util.Locale;

/** How the relays publish, in the words of their own setting. */
public enum Delivery {
  /** Each event once, as far as a reader of committed records sees. */
  TRANSACTIONAL,
  /** Some come again after a relay's end. */
  AT_LEAST_ONCE;

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
