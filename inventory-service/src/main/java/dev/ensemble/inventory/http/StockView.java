package dev.ensemble.inventory.http;

import dev.ensemble.inventory.domain.StockItem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SKU's pieces; {@code available} is what the next order could still have. */
record StockView(
    String sku,
    long onHand,
    long reserved,
    long available,
    boolean shippable,
    String handlingTime) {

  static StockView of(StockItem item, Duration dispatchAfter) {
    Duration handlingTime = item.handlingTime();
    return new StockView(
        item.sku().value(),
        item.onHand(),
        item.reserved(),
        item.available(),
        item.shippable(),
        (handlingTime == null ? dispatchAfter : handlingTime).toString());
  }

  /** One page; {@code next} is where the following one begins, null at the end. */
  record Page(List<StockView> stock, @Nullable String next) {}
}
