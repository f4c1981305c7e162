package dev.ensemble.inventory.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One SKU's pieces: on the shelf, and held for orders. */
public record StockItem(
    Sku sku, long onHand, long reserved, boolean shippable, @Nullable Duration handlingTime) {

  public StockItem {
    if (reserved < 0 || reserved > onHand) {
      throw new IllegalArgumentException("0 <= reserved <= onHand, not " + reserved);
    }
  }

  /** A SKU that was heard of and has no pieces. */
  public static StockItem empty(Sku sku) {
    return new StockItem(sku, 0, 0, true, null);
  }

  public long available() {
    return onHand - reserved;
  }

  /** Whether a count leaves enough pieces for what is held; what is held is never taken back. */
  public boolean allows(StockCount count) {
    return count.onHand() >= reserved;
  }

  /** Whether a count would change nothing. */
  public boolean isAs(StockCount count) {
    return allows(count) && counted(count).equals(this);
  }

  /** This item after a count that it allows. */
  public StockItem counted(StockCount count) {
    return new StockItem(sku, count.onHand(), reserved, count.shippable(), count.handlingTime());
  }
}
