package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Outcome.Changed;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.Shelves;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The warehouse sends one order's parcel, due or not. */
@Service
public class DispatchShipment {
  private final Reservations reservations;
  private final Stock stock;
  private final Now now;

  DispatchShipment(Reservations reservations, Stock stock, Now now) {
    this.reservations = reservations;
    this.stock = stock;
    this.now = now;
  }

  /** The reservation as it is afterwards; only a state of Dispatched says that the parcel left. */
  @Transactional
  public Reservation dispatch(OrderId orderId) {
    Reservation reservation = reservations.find(orderId);
    Shelves shelves = stock.lock(reservation.skus());
    var outcome = reservation.dispatch(shelves, now.get());
    reservations.save(outcome);
    return outcome instanceof Changed changed ? changed.next() : reservation;
  }
}
