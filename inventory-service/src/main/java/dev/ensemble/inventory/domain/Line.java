package dev.ensemble.inventory.domain;

/** How many pieces of one SKU an order wants. */
public record Line(Sku sku, int quantity) {
  private static final int QUANTITY_MAX = 1_000_000;

  public Line {
    if (quantity < 1 || quantity > QUANTITY_MAX) {
      throw new IllegalArgumentException("a quantity lies between 1 and " + QUANTITY_MAX);
    }
  }
}
