package dev.ensemble.inventory.application;

import dev.ensemble.inventory.InventorySettings;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.Shelves;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sends the parcels that are due. */
@Service
public class DispatchDue {
  private final Reservations reservations;
  private final Stock stock;
  private final Now now;
  private final int batchSizeMax;

  DispatchDue(Reservations reservations, Stock stock, Now now, InventorySettings settings) {
    this.reservations = reservations;
    this.stock = stock;
    this.now = now;
    this.batchSizeMax = settings.dispatch().batchSizeMax();
  }

  /**
   * One bounded pass in one transaction: first the shipments are claimed, then all of their stock
   * is locked in SKU order, then each leaves.
   *
   * @return how many shipments were settled
   */
  @Transactional
  public int runOnce() {
    Instant at = now.get();
    List<Reservation> due = reservations.claimDue(at, batchSizeMax);
    Shelves shelves = stock.lock(due.stream().flatMap(one -> one.skus().stream()).toList());
    due.forEach(reservation -> reservations.save(reservation.dispatch(shelves, at)));
    return due.size();
  }
}
