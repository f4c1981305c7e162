package dev.ensemble.inventory.domain;

import java.util.List;
import java.util.function.Function;

/** What a transition adds to one SKU's pieces; negative takes away. */
public record StockChange(Sku sku, long onHand, long reserved) {

  static List<StockChange> reserve(List<Line> lines) {
    return each(lines, line -> new StockChange(line.sku(), 0, line.quantity()));
  }

  static List<StockChange> release(List<Line> lines) {
    return each(lines, line -> new StockChange(line.sku(), 0, -line.quantity()));
  }

  static List<StockChange> dispatch(List<Line> lines) {
    return each(lines, line -> new StockChange(line.sku(), -line.quantity(), -line.quantity()));
  }

  private static List<StockChange> each(List<Line> lines, Function<Line, StockChange> change) {
    return lines.stream().map(change).toList();
  }
}
