package dev.ensemble.inventory.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.inventory.application.DispatchShipment;
import dev.ensemble.inventory.application.Reservations;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.State;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows shipments, and lets the warehouse say that one has left. */
@RestController
@RequestMapping("/shipments/{orderId}")
class ShipmentsController {
  private final DispatchShipment dispatchShipment;
  private final Reservations reservations;

  ShipmentsController(DispatchShipment dispatchShipment, Reservations reservations) {
    this.dispatchShipment = dispatchShipment;
    this.reservations = reservations;
  }

  @GetMapping
  ShipmentView one(@PathVariable UUID orderId) {
    return shipmentOf(reservations.look(new OrderId(orderId)));
  }

  /** 200 however often it is said: a parcel that has left has left. */
  @PostMapping("/dispatch")
  ShipmentView dispatch(@PathVariable UUID orderId) {
    Reservation reservation = dispatchShipment.dispatch(new OrderId(orderId));
    ShipmentView view = shipmentOf(reservation);
    if (!(reservation.state() instanceof State.Dispatched)) {
      throw new ProblemException(
              HttpStatus.CONFLICT, "not-dispatchable", "The shipment ended without leaving.")
          .with("shipment", view);
    }
    return view;
  }

  private static ShipmentView shipmentOf(Reservation reservation) {
    return ShipmentView.of(reservation)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "unknown-shipment",
                    "There is no shipment for order " + reservation.orderId() + "."));
  }
}
