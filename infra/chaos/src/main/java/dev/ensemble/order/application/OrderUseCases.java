package dev.ensemble.order.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.order.OrderSettings;
import java.time.Clock;

/** The order service's use cases over whatever keeps its orders. */
public record OrderUseCases(
    PlaceOrder place, SettleOrder settle, CancelOrder cancel, ExpireOrders expire) {

  /** Made as the service makes them. */
  public static OrderUseCases over(
      Orders orders,
      OrderStories stories,
      Products products,
      Ids ids,
      Clock clock,
      OrderSettings settings) {
    Moments moments = new Moments(clock);
    return new OrderUseCases(
        new PlaceOrder(orders, products, ids, moments, settings),
        new SettleOrder(orders, moments),
        new CancelOrder(orders, stories, moments),
        new ExpireOrders(orders, moments));
  }
}
