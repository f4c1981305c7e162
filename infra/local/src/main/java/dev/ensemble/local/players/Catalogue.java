package dev.ensemble.local.players;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the shop sells and who buys: the data that decides how an order goes. */
final class Catalogue {
  /** Plenty for any run that somebody watches to its end. */
  private static final long PLENTY = 900_000;

  private static final Duration AT_ONCE = Duration.ofMillis(200);

  /** Longer than any deadline: only a person dispatches it, or a cancellation ends it. */
  private static final Duration MADE_TO_ORDER = Duration.ofHours(1);

  /** Long enough to cancel before it, on the slowest machine. */
  private static final Duration SLOW_BANK = Duration.ofMinutes(5);

  /** A customer is topped up to this at every start: the most that one deposit may bring. */
  static final BigDecimal COVER = new BigDecimal("1000000.00");

  static final List<Product> ON_THE_SHELF =
      List.of(
          new Product("mug", new BigDecimal("12.50"), PLENTY, true, AT_ONCE),
          new Product("pot", new BigDecimal("34.99"), PLENTY, true, AT_ONCE),
          new Product("tin", new BigDecimal("8.05"), PLENTY, true, AT_ONCE),
          new Product("tray", new BigDecimal("19.90"), PLENTY, true, AT_ONCE));

  /** Nothing of it on hand. */
  static final Product GONG = new Product("gong", new BigDecimal("250.00"), 0, true, AT_ONCE);

  /** It can be sold and paid, but no parcel takes it. */
  static final Product VASE = new Product("vase", new BigDecimal("89.00"), PLENTY, false, AT_ONCE);

  static final Product DESK =
      new Product("desk", new BigDecimal("420.00"), PLENTY, true, MADE_TO_ORDER);

  static final List<Customer> REGULARS =
      List.of(
          covered("alice"),
          covered("bob"),
          covered("carol"),
          covered("dave"),
          covered("erin"),
          covered("frank"));

  /** An account without cover. */
  static final Customer PENNY = new Customer("penny", BigDecimal.ZERO, Duration.ZERO);

  /** Her bank takes its time over every charge. */
  static final Customer SLOANE = new Customer("sloane", COVER, SLOW_BANK);

  private Catalogue() {}

  /**
   * A thing to sell.
   *
   * @param handling how long the warehouse takes before it dispatches
   */
  record Product(String sku, BigDecimal price, long onHand, boolean shippable, Duration handling) {}

  /**
   * Somebody who buys.
   *
   * @param balance what the account is filled up to
   * @param chargeDelay how long the bank takes over a charge
   */
  record Customer(String id, BigDecimal balance, Duration chargeDelay) {}

  private static Customer covered(String id) {
    return new Customer(id, COVER, Duration.ZERO);
  }

  static List<Product> products() {
    return Stream.concat(ON_THE_SHELF.stream(), Stream.of(GONG, VASE, DESK)).toList();
  }

  static List<Customer> customers() {
    return Stream.concat(REGULARS.stream(), Stream.of(PENNY, SLOANE)).toList();
  }
}
