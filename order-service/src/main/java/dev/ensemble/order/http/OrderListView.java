package dev.ensemble.order.http;

import dev.ensemble.order.application.OrderStory;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One page of orders, newest first.
 *
 * @param next what to ask for as {@code after} to go on; null where this page was not full
 */
record OrderListView(List<OrderView> orders, @Nullable UUID next) {

  static OrderListView of(List<OrderStory> stories, int ordersMax) {
    return new OrderListView(
        stories.stream().map(OrderView::of).toList(),
        stories.size() < ordersMax ? null : stories.getLast().order().id().value());
  }
}
