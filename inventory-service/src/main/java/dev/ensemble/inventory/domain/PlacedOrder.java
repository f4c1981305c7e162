package dev.ensemble.inventory.domain;

import java.util.List;

/** What inventory reads of an order: the lines to hold, and what payment must know to charge. */
public record PlacedOrder(OrderId orderId, String customerId, Money total, List<Line> lines) {
  private static final int LINES_MAX = 100;

  public PlacedOrder {
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
