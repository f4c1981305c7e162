package dev.ensemble.order.application;

import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome.Changed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The one door to orders that change. Every find locks what it finds until the transaction's end,
 * so that two changes of one order stand in line; every save tells the facts that it makes true.
 */
public interface Orders {

  Optional<Order> findForUpdate(OrderId id);

  /**
   * Orders that nobody asked to cancel yet, past their deadline and on their way, the longest due
   * first; orders that another transaction holds are left to it.
   */
  List<Order> findDueForUpdate(Instant now, int ordersMax);

  /** Locks orders in one global order, so that two batches never wait for each other. */
  void lock(Collection<OrderId> ids);

  /** Saves the order, adds to its history and tells its facts, in the running transaction. */
  void save(Changed changed);
}
