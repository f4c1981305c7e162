package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Reservation;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Someone wants an order's end: this is where it is decided whether that is still possible. */
@Service
public class CancelReservation {
  private final Reservations reservations;
  private final Stock stock;
  private final Now now;

  CancelReservation(Reservations reservations, Stock stock, Now now) {
    this.reservations = reservations;
    this.stock = stock;
    this.now = now;
  }

  @Transactional
  public void cancel(OrderId orderId, CancellationReason reason) {
    Reservation reservation = reservations.find(orderId);
    stock.lock(reservation.skus());
    reservations.save(reservation.cancel(reason, now.get()));
  }
}
