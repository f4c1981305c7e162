package dev.ensemble.order.domain;

import java.time.Instant;
import java.util.List;

/** What was bought, by whom and when; it never changes after the order was placed. */
public record Purchase(
    CustomerId customerId, List<Line> lines, Money total, Instant placedAt, Instant deadline) {

  public Purchase {
    lines = List.copyOf(lines);
    if (lines.isEmpty() || lines.size() > Basket.ITEMS_MAX) {
      throw new IllegalArgumentException("not a purchase: " + lines.size() + " lines");
    }
    if (lines.stream().map(Line::sku).distinct().count() != lines.size()) {
      throw new IllegalArgumentException("not a purchase: a SKU stands in two lines");
    }
    if (total.cents() != centsOf(lines)) {
      throw new IllegalArgumentException("not a purchase: its total is not the sum of its lines");
    }
    if (!deadline.isAfter(placedAt)) {
      throw new IllegalArgumentException("not a purchase: its deadline passed before it began");
    }
  }

  /** The sum over the lines; within a long even at every line's limit (10^16 at most). */
  static long centsOf(List<Line> lines) {
    return lines.stream().mapToLong(line -> line.unitPrice().centsFor(line.quantity())).sum();
  }
}
