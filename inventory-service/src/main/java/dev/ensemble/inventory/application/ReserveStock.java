package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.PlacedOrder;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.Shelves;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** An order was placed: holds all of its lines, or none. */
@Service
public class ReserveStock {
  private final Reservations reservations;
  private final Stock stock;

  ReserveStock(Reservations reservations, Stock stock) {
    this.reservations = reservations;
    this.stock = stock;
  }

  @Transactional
  public void reserve(PlacedOrder order) {
    Reservation reservation = reservations.find(order.orderId());
    Shelves shelves = stock.lock(order.skus());
    reservations.save(reservation.reserve(order, shelves));
  }
}
