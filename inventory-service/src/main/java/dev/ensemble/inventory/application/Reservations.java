package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Outcome;
import dev.ensemble.inventory.domain.Reservation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The one door to what is held for orders. */
public interface Reservations {

  /**
   * The order's reservation, locked until the transaction ends: of two that want to change it, the
   * second decides on what the first has left. Unknown where nothing was heard of the order.
   */
  Reservation find(OrderId orderId);

  /** As {@link #find}, for looking only: not locked, perhaps changed a moment later. */
  Reservation look(OrderId orderId);

  /** Locks those that exist, in the order of their ids, before anything of a batch runs. */
  void lock(Collection<OrderId> orderIds);

  /**
   * Shipments that are due, earliest first, locked; what another transaction has in hand is
   * skipped, because whoever holds it is about to change it.
   */
  List<Reservation> claimDue(Instant now, int countMax);

  /** Stores a change with its fact and the stock it moves, or nothing where nothing changed. */
  void save(Outcome outcome);
}
