package dev.ensemble.chaos.simulator;

import dev.ensemble.payment.domain.Till;
import java.util.List;

/** What is given before anything happens. */
record Scenario(
    String name, Till till, List<Purse> purses, List<Shelf> shelves, List<Wish> wishes) {

  /**
   * A customer's account.
   *
   * @param isSlow whether its bank takes its time
   * @param isRefused whether the payment provider refuses to charge it
   */
  record Purse(String customer, long cents, boolean isSlow, boolean isRefused) {}

  /**
   * A SKU's pieces.
   *
   * @param spoils whether somebody finds, at whatever time, that it cannot be shipped
   */
  record Shelf(String sku, long onHand, boolean isShippable, boolean spoils) {}
}
