package dev.ensemble.order.http;

import dev.ensemble.order.domain.Price;
import java.math.BigDecimal;

/** What one piece of a product shall cost. */
record PriceRequest(BigDecimal price) {

  PriceRequest {
    if (Price.ofEuros(price).isEmpty()) {
      throw new IllegalArgumentException(
          "A price is from 0.01 to 1000000.00 euros, with at most two decimals.");
    }
  }

  Price inCents() {
    return Price.ofEuros(price).orElseThrow();
  }
}
