package dev.ensemble.order.http;

import dev.ensemble.order.application.Product;
import java.math.BigDecimal;

/** A product on the price list. */
record ProductView(String sku, BigDecimal price) {

  static ProductView of(Product product) {
    return new ProductView(product.sku().value(), product.price().amount().euros());
  }
}
