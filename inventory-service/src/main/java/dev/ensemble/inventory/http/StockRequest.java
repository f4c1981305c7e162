package dev.ensemble.inventory.http;

import dev.ensemble.inventory.domain.StockCount;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of a SKU there is, all of it said anew: what is left out takes its default.
 *
 * @param shippable true where it is left out
 * @param handlingTime the service's own where it is left out
 */
record StockRequest(long onHand, @Nullable Boolean shippable, @Nullable Duration handlingTime) {

  /** Counts on construction, so that a count that is none is refused with the body it came in. */
  StockRequest {
    count(onHand, shippable, handlingTime);
  }

  StockCount count() {
    return count(onHand, shippable, handlingTime);
  }

  private static StockCount count(
      long onHand, @Nullable Boolean shippable, @Nullable Duration handlingTime) {
    return new StockCount(onHand, shippable == null || shippable, handlingTime);
  }
}
