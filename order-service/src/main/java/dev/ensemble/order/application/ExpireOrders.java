package dev.ensemble.order.application;

import dev.ensemble.order.domain.Asker;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.Outcome;
import java.time.Instant;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Asks for the cancellation of orders that did not come to their end in time. */
@Service
public class ExpireOrders {

  /** Keeps one pass, and so one transaction, far below the database's statement timeouts. */
  static final int ORDERS_MAX = 100;

  private final Orders orders;
  private final Moments moments;

  ExpireOrders(Orders orders, Moments moments) {
    this.orders = orders;
    this.moments = moments;
  }

  /** One bounded pass; returns how many orders were asked to end. */
  @Transactional
  public int runOnce() {
    Instant now = moments.now();
    int asked = 0;
    for (Order order : orders.findDueForUpdate(now, ORDERS_MAX)) {
      if (order.requestCancellation(Asker.DEADLINE, now) instanceof Outcome.Changed changed) {
        orders.save(changed);
        asked++;
      }
    }
    return asked;
  }
}
