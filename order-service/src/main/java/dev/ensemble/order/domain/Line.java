package dev.ensemble.order.domain;

/** So many pieces of a product, at the price that held when the order was placed. */
public record Line(Sku sku, Quantity quantity, Price unitPrice) {}
