package dev.ensemble.inventory.application;

import dev.ensemble.inventory.InventorySettings;
import dev.ensemble.messaging.Ids;
import java.time.Clock;

/** The inventory service's use cases over whatever keeps its reservations and stock. */
public record InventoryUseCases(
    ReserveStock reserve,
    ShipOrder ship,
    ReleaseStock release,
    CancelReservation cancel,
    DispatchShipment dispatch,
    SetStock setStock) {

  /** Made as the service makes them. */
  public static InventoryUseCases over(
      Reservations reservations, Stock stock, Ids ids, Clock clock, InventorySettings settings) {
    Now now = new Now(clock);
    return new InventoryUseCases(
        new ReserveStock(reservations, stock),
        new ShipOrder(reservations, stock, ids, now, settings),
        new ReleaseStock(reservations, stock),
        new CancelReservation(reservations, stock, now),
        new DispatchShipment(reservations, stock, now),
        new SetStock(stock));
  }
}
