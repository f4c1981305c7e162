package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.OrderId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A payment was declined: frees what is held for the order. */
@Service
public class ReleaseStock {
  private final Reservations reservations;
  private final Stock stock;

  ReleaseStock(Reservations reservations, Stock stock) {
    this.reservations = reservations;
    this.stock = stock;
  }

  @Transactional
  public void release(OrderId orderId) {
    var reservation = reservations.find(orderId);
    stock.lock(reservation.skus());
    reservations.save(reservation.release());
  }
}
