package dev.ensemble.order.application;

import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderFact;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Moves an order on by what other services tell. */
@Service
public class SettleOrder {
  private static final Logger log = LoggerFactory.getLogger(SettleOrder.class);

  private final Orders orders;
  private final Moments moments;

  SettleOrder(Orders orders, Moments moments) {
    this.orders = orders;
    this.moments = moments;
  }

  /** Locks the orders that facts are about to be settled for. */
  @Transactional
  public void lock(Collection<OrderId> ids) {
    orders.lock(ids);
  }

  @Transactional
  public void settle(OrderId id, OrderFact fact) {
    Optional<Order> order = orders.findForUpdate(id);
    if (order.isEmpty()) {
      // An order is stored before its first fact is told, so this one was never placed here: it is
      // somebody else's, and holding up everybody's orders for it would help nobody.
      log.warn("{} speaks of order {}, which was never placed here", fact.type(), id);
      return;
    }
    switch (order.get().apply(fact, moments.now())) {
      case Outcome.Changed changed -> orders.save(changed);
      case Outcome.Unchanged unchanged ->
          log.debug("{} changed nothing for order {}: {}", fact.type(), id, unchanged.reason());
    }
  }
}
