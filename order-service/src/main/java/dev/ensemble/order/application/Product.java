package dev.ensemble.order.application;

import dev.ensemble.order.domain.Price;
import dev.ensemble.order.domain.Sku;

/** A product that can be ordered, and what one piece of it costs now. */
public record Product(Sku sku, Price price) {}
