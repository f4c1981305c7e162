package dev.ensemble.order.domain;

/** How many pieces; the upper limit keeps every price calculation far inside a long. */
public record Quantity(int pieces) {
  public static final int PIECES_MAX = 1_000_000;

  public Quantity {
    if (!isAllowed(pieces)) {
      throw new IllegalArgumentException("not a quantity: " + pieces);
    }
  }

  public static boolean isAllowed(long pieces) {
    return pieces >= 1 && pieces <= PIECES_MAX;
  }
}
