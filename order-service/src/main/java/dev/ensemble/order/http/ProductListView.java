package dev.ensemble.order.http;

import dev.ensemble.order.application.Product;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the price list, by SKU.
 *
 * @param next what to ask for as {@code after} to go on; null where this page was not full
 */
record ProductListView(List<ProductView> products, @Nullable String next) {

  static ProductListView of(List<Product> products, int productsMax) {
    return new ProductListView(
        products.stream().map(ProductView::of).toList(),
        products.size() < productsMax ? null : products.getLast().sku().value());
  }
}
