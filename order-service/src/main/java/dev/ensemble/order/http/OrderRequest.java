package dev.ensemble.order.http;

import dev.ensemble.order.domain.Basket;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.Quantity;
import dev.ensemble.order.domain.Sku;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a customer sends to order something. A constructor's complaint becomes the detail of the
 * client's problem document, so it is a sentence for that person.
 */
record OrderRequest(String customerId, List<OrderedLine> lines) {

  /** The quantity is a long here, so that one beyond all limits is refused as just that. */
  record OrderedLine(String sku, long quantity) {
    OrderedLine {
      if (!Sku.isWellFormed(sku)) {
        throw new IllegalArgumentException(
            "A sku is 1 to 64 small letters, digits, '.', '_' or '-', and begins with a letter"
                + " or digit.");
      }
      if (!Quantity.isAllowed(quantity)) {
        throw new IllegalArgumentException(
            "A quantity is a whole number from 1 to " + Quantity.PIECES_MAX + ".");
      }
    }
  }

  OrderRequest {
    if (!CustomerId.isWellFormed(customerId)) {
      throw new IllegalArgumentException(
          "A customerId is 1 to 64 small letters, digits, '.', '_' or '-', and begins with a"
              + " letter or digit.");
    }
    if (lines.isEmpty() || lines.size() > Basket.ITEMS_MAX) {
      throw new IllegalArgumentException(
          "An order has 1 to " + Basket.ITEMS_MAX + " lines, not " + lines.size() + ".");
    }
    if (lines.stream().map(OrderedLine::sku).distinct().count() != lines.size()) {
      throw new IllegalArgumentException("An order has at most one line per sku.");
    }
  }

  CustomerId customer() {
    return new CustomerId(customerId);
  }

  Basket basket() {
    SequencedMap<Sku, Quantity> items = new LinkedHashMap<>();
    // The constructors saw to the range and to each SKU being there once.
    lines.forEach(
        line -> items.put(new Sku(line.sku()), new Quantity(Math.toIntExact(line.quantity()))));
    return new Basket(items);
  }
}
