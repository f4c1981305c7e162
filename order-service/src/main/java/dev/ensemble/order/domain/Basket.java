package dev.ensemble.order.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/** What a customer wants, before it has prices; in the customer's order, one entry per product. */
public record Basket(SequencedMap<Sku, Quantity> items) {
  public static final int ITEMS_MAX = 100;

  public Basket {
    if (items.isEmpty() || items.size() > ITEMS_MAX) {
      throw new IllegalArgumentException("not a basket: " + items.size() + " items");
    }
    items = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(items));
  }

  public Set<Sku> skus() {
    return items.keySet();
  }
}
