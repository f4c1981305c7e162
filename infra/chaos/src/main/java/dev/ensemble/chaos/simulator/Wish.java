package dev.ensemble.chaos.simulator;

import dev.ensemble.order.domain.Price;
import java.util.Map;

/**
 * What a customer wants.
 *
 * @param lines pieces by SKU
 * @param isCancelled whether the customer asks for the order's end, at whatever time
 * @param isLate whether its deadline passes, at whatever time, unless it ends before
 */
record Wish(String customer, Map<String, Integer> lines, boolean isCancelled, boolean isLate) {
  /** A piece of anything. */
  static final Price PRICE = Price.ofCents(1_000);

  long cents() {
    return lines.values().stream().mapToLong(Integer::longValue).sum() * PRICE.amount().cents();
  }
}
