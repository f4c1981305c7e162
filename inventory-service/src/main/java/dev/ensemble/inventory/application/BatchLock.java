package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Sku;
import java.util.Collection;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Locks all rows that a batch of facts will touch before any of them acts. Two partitions sell the
 * same SKUs in different orders: locked fact by fact, their batches would deadlock at once.
 */
@Service
public class BatchLock {
  private final Reservations reservations;
  private final Stock stock;

  BatchLock(Reservations reservations, Stock stock) {
    this.reservations = reservations;
    this.stock = stock;
  }

  /**
   * Takes the locks: reservations first, then stock.
   *
   * @param orderIds every order that the batch speaks of
   * @param placed the SKUs of the orders that the batch places
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock(Collection<OrderId> orderIds, Collection<Sku> placed) {
    reservations.lock(orderIds);
    stock.lock(orderIds, placed);
  }
}
