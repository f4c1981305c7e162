package dev.ensemble.order.application;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts a product on the price list, or changes its price for the orders to come. */
@Service
public class SetPrice {
  private final Products products;

  SetPrice(Products products) {
    this.products = products;
  }

  /** True where the product is new. */
  @Transactional
  public boolean set(Product product) {
    return products.put(product);
  }
}
