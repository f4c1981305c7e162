package dev.ensemble.inventory.application;

import dev.ensemble.inventory.InventorySettings;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.Shelves;
import dev.ensemble.inventory.domain.ShipmentId;
import dev.ensemble.messaging.Ids;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** An order was paid: makes the shipment that will be dispatched when due. */
@Service
public class ShipOrder {
  private final Reservations reservations;
  private final Stock stock;
  private final Ids ids;
  private final Now now;
  private final InventorySettings settings;

  ShipOrder(Reservations reservations, Stock stock, Ids ids, Now now, InventorySettings settings) {
    this.reservations = reservations;
    this.stock = stock;
    this.ids = ids;
    this.now = now;
    this.settings = settings;
  }

  @Transactional
  public void ship(OrderId orderId) {
    Reservation reservation = reservations.find(orderId);
    Shelves shelves = stock.lock(reservation.skus());
    ShipmentId shipment = new ShipmentId(ids.next());
    reservations.save(reservation.ship(shipment, shelves, now.get(), settings.dispatchAfter()));
  }
}
