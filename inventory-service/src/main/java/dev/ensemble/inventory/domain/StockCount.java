package dev.ensemble.inventory.domain;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a SKU, absolutely: how many pieces are on the shelf, reserved ones among
 * them, whether it can be shipped, and how long it takes from payment to dispatch.
 *
 * @param handlingTime null for the service's own default
 */
public record StockCount(long onHand, boolean shippable, @Nullable Duration handlingTime) {

  /** Far above any shelf, far below what a sum over all rows could overflow with. */
  private static final long ON_HAND_MAX = 1_000_000_000L;

  /** Long enough to keep a shipment open at will, short enough to be meant. */
  private static final Duration HANDLING_TIME_MAX = Duration.ofDays(30);

  public StockCount {
    if (onHand < 0 || onHand > ON_HAND_MAX) {
      throw new IllegalArgumentException("onHand lies between 0 and " + ON_HAND_MAX);
    }
    if (handlingTime != null
        && (handlingTime.isNegative() || handlingTime.compareTo(HANDLING_TIME_MAX) > 0)) {
      throw new IllegalArgumentException(
          "handlingTime lies between PT0S and P" + HANDLING_TIME_MAX.toDays() + "D");
    }
    // As it is stored: what is answered now equals what is read later.
    handlingTime = handlingTime == null ? null : handlingTime.truncatedTo(ChronoUnit.MILLIS);
  }
}
