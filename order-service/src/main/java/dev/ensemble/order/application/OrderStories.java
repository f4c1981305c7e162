package dev.ensemble.order.application;

import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Status;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders to read: nothing is locked, and each story is one moment's truth. */
public interface OrderStories {

  Optional<OrderStory> find(OrderId id);

  /** The stories that the page asks for, newest first. */
  List<OrderStory> newest(Page page);

  /**
   * What to read.
   *
   * @param customer only this customer's, null for everybody's
   * @param status only orders that stand there now, null for all
   * @param after only orders older than this one, null to begin with the newest
   */
  record Page(
      @Nullable CustomerId customer,
      @Nullable Status status,
      @Nullable OrderId after,
      int ordersMax) {
    public static final int ORDERS_MAX = 200;

    public Page {
      if (ordersMax < 1 || ordersMax > ORDERS_MAX) {
        throw new IllegalArgumentException("not a page: " + ordersMax + " orders");
      }
    }
  }
}
