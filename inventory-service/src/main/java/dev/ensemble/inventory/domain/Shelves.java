package dev.ensemble.inventory.domain;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The items that a decision needs, as they are while nobody else may change them. */
public record Shelves(Map<Sku, StockItem> items) {

  public Shelves {
    items = Map.copyOf(items);
  }

  /** The item of a SKU that is known to have one: an absent one is a bug, not a late fact. */
  public StockItem item(Sku sku) {
    StockItem item = items.get(sku);
    if (item == null) {
      throw new IllegalStateException("no item for " + sku);
    }
    return item;
  }

  /** The first line, in the order's own order, that cannot be held in full. */
  Optional<State.Rejected> firstShort(List<Line> lines) {
    return lines.stream().flatMap(line -> shortage(line).stream()).findFirst();
  }

  private Optional<State.Rejected> shortage(Line line) {
    StockItem item = items.get(line.sku());
    if (item == null) {
      return Optional.of(new State.Rejected(RejectionReason.UNKNOWN_SKU, line.sku()));
    }
    return item.available() >= line.quantity()
        ? Optional.empty()
        : Optional.of(new State.Rejected(RejectionReason.OUT_OF_STOCK, line.sku()));
  }

  Optional<Sku> firstUnshippable(List<Line> lines) {
    return itemsOf(lines).filter(item -> !item.shippable()).map(StockItem::sku).findFirst();
  }

  /** A parcel is ready when its slowest item is. */
  Duration handlingTime(List<Line> lines, Duration otherwise) {
    return itemsOf(lines)
        .map(item -> item.handlingTime() == null ? otherwise : item.handlingTime())
        .max(Comparator.naturalOrder())
        .orElse(otherwise);
  }

  private Stream<StockItem> itemsOf(List<Line> lines) {
    return lines.stream().map(line -> item(line.sku()));
  }
}
