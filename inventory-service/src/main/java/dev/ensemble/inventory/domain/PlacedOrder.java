package dev.ensemble.inventory.domain;

import java.util.List;
import java.util.regex.Pattern;

/** What inventory reads of an order: the lines to hold, and what payment must know to charge. */
public record PlacedOrder(OrderId orderId, String customerId, Money total, List<Line> lines) {
  private static final int LINES_MAX = 100;

  /** As the contract has it. What is told onward must keep to it, so it is asked for here. */
  private static final Pattern CUSTOMER_ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public PlacedOrder {
    if (!CUSTOMER_ID.matcher(customerId).matches()) {
      throw new IllegalArgumentException("an order names its customer as the contract has it");
    }
    lines = List.copyOf(lines);
    if (lines.isEmpty() || lines.size() > LINES_MAX) {
      throw new IllegalArgumentException("an order has 1 to " + LINES_MAX + " lines");
    }
    if (lines.stream().map(Line::sku).distinct().count() < lines.size()) {
      throw new IllegalArgumentException("an order has at most one line per SKU");
    }
  }

  public List<Sku> skus() {
    return lines.stream().map(Line::sku).toList();
  }
}
