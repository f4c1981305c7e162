package dev.ensemble.order.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.order.OrderSettings;
import dev.ensemble.order.domain.Basket;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.Line;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Placing;
import dev.ensemble.order.domain.Price;
import dev.ensemble.order.domain.Sku;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes a customer's order at today's prices; from here on the saga runs by itself. */
@Service
public class PlaceOrder {

  /** What became of the wish to buy. */
  public sealed interface Answer {

    record Placed(OrderStory story) implements Answer {}

    /** Nothing was ordered: these are not on the price list. */
    record UnknownSkus(List<Sku> skus) implements Answer {}

    /** Nothing was ordered: the total is beyond what an amount of money can be. */
    record TotalTooLarge() implements Answer {}
  }

  private final Orders orders;
  private final Products products;
  private final Ids ids;
  private final Moments moments;
  private final OrderSettings settings;

  PlaceOrder(Orders orders, Products products, Ids ids, Moments moments, OrderSettings settings) {
    this.orders = orders;
    this.products = products;
    this.ids = ids;
    this.moments = moments;
    this.settings = settings;
  }

  @Transactional
  public Answer place(CustomerId customer, Basket basket) {
    Map<Sku, Price> prices = products.pricesOf(basket.skus());
    List<Line> lines = new ArrayList<>();
    List<Sku> unknown = new ArrayList<>();
    basket
        .items()
        .forEach(
            (sku, quantity) -> {
              Price price = prices.get(sku);
              if (price == null) {
                unknown.add(sku);
              } else {
                lines.add(new Line(sku, quantity, price));
              }
            });
    return unknown.isEmpty() ? place(customer, lines) : new Answer.UnknownSkus(unknown);
  }

  private Answer place(CustomerId customer, List<Line> lines) {
    OrderId id = new OrderId(ids.next());
    return switch (Order.place(id, customer, lines, moments.now(), settings.deadline())) {
      case Placing.TotalTooLarge tooLarge -> new Answer.TotalTooLarge();
      case Placing.Placed placed -> {
        orders.save(placed.begun());
        yield new Answer.Placed(new OrderStory(placed.begun().order(), placed.begun().steps()));
      }
    };
  }
}
