package dev.ensemble.order.application;

import dev.ensemble.order.domain.Price;
import dev.ensemble.order.domain.Sku;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The price list: this service sells what stands on it, whatever the warehouse holds. */
public interface Products {

  Optional<Product> find(Sku sku);

  /** The prices of those that are on the list. */
  Map<Sku, Price> pricesOf(Collection<Sku> skus);

  /** Products by SKU, from the beginning or after one. */
  List<Product> page(@Nullable Sku after, int productsMax);

  /** Sets a product's price; true where the product is new. */
  boolean put(Product product);
}
